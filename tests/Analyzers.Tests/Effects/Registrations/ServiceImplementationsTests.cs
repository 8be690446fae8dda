using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Registrations;

/// <summary>What the container is told narrows down what a call of a service may run.</summary>
public sealed class ServiceImplementationsTests
{
    [Theory]
    [InlineData("services.AddScoped<INews, Mail>();", "Mail.Tell")]
    [InlineData("services.AddScoped(typeof(INews), typeof(Push));", "Push.Tell")]
    [InlineData("services.AddSingleton<INews>(new Push());", "Push.Tell")]
    [InlineData("services.AddScoped<INews, Mail>(); services.AddScoped<INews, Push>();", "Mail.Tell", "Push.Tell")]
    [InlineData("services.AddScoped<INews, Mail>(); services.AddScoped<INews>(p => Make());", "Mail.Tell", "Push.Tell")] // a factory may make anything
    [InlineData("", "Mail.Tell", "Push.Tell")]
    public async Task A_call_of_a_service_runs_what_is_registered(string registrations, params string[] targets)
    {
        var walked = await Walked.Of(Shop(registrations));

        Assert.Equal(targets, walked.TargetsOf("Tell"));
    }

    [Fact]
    public async Task A_library_does_not_know_what_its_programs_register()
    {
        var walked = await Walked.Of(Shop("services.AddScoped<INews, Mail>();"), GraphExtent.Library);

        Assert.Equal(["Mail.Tell", "Push.Tell"], walked.TargetsOf("Tell"));
    }

    private static string Shop(string registrations) => $$"""
        using Microsoft.Extensions.DependencyInjection;
        interface INews { void Tell(); }
        class Mail : INews { public void Tell() { } }
        class Push : INews { public void Tell() { } }
        class Shop(INews news)
        {
            void Run() => news.Tell();
            static void Configure(IServiceCollection services) { {{registrations}} }
            static INews Make() => null!;
        }
        """;
}
