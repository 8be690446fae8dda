using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Registrations;

/// <summary>A registration knows what is said of it, in which order, and what it is for.</summary>
public sealed class RegistrationTreeTests
{
    private const string Shop = """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.DependencyInjection;
        class ShopContext : DbContext;
        class LedgerContext : DbContext;

        """;

    [Fact]
    public async Task What_is_chained_to_a_call_and_what_stands_in_its_delegate_is_said_of_it()
    {
        var client = await First("AddHttpClient", """
            static void Configure(IServiceCollection services)
            {
                services.AddHttpClient("a", c => c.Timeout = TimeSpan.FromSeconds(1)).SetHandlerLifetime(TimeSpan.Zero).AddPolicyHandlerFromRegistry("p");
                services.AddHttpClient("b").RemoveAllLoggers();
            }
            """);

        Assert.Equal(["Timeout", "SetHandlerLifetime", "AddPolicyHandlerFromRegistry"], client.Descendants.Select(r => r.Site.Name));
        Assert.Equal("AddHttpClient", RegistrationTree.ParentOf(RegistrationTree.ParentOf(client.Descendants.Last().Site)!)!.Name);
    }

    [Fact]
    public async Task A_variable_that_holds_the_builder_stands_for_the_call_that_made_it()
    {
        var client = await First("AddHttpClient", """
            static void Configure(IServiceCollection services)
            {
                var builder = services.AddHttpClient("a");
                builder.RemoveAllLoggers();
            }
            """);

        Assert.Equal(["RemoveAllLoggers"], client.Children.Select(r => r.Site.Name));
    }

    [Fact]
    public async Task What_a_method_of_ours_says_of_what_it_is_given_is_part_of_everything()
    {
        var client = await First("AddHttpClient", """
            static void Configure(IServiceCollection services) => services.AddHttpClient("a").AddOurs();
            static IHttpClientBuilder AddOurs(this IHttpClientBuilder builder) => builder.RemoveAllLoggers().AddTheirs();
            static IHttpClientBuilder AddTheirs(this IHttpClientBuilder builder) => builder.SetHandlerLifetime(TimeSpan.Zero);
            """);

        Assert.Equal(["AddOurs"], client.Descendants.Select(r => r.Site.Name));
        Assert.Equal(["AddOurs", "RemoveAllLoggers", "AddTheirs", "SetHandlerLifetime"], client.Everything.Select(r => r.Site.Name));
        Assert.True(client.IsUnderstood);
    }

    [Fact]
    public async Task A_call_that_neither_a_model_nor_our_code_explains_leaves_it_not_understood()
    {
        var client = await First("AddHttpClient", """static void Configure(IServiceCollection services) => services.AddHttpClient("a").ToString();""");

        Assert.False(client.IsUnderstood);
    }

    [Theory]
    [InlineData("services.AddMassTransit(x => x.AddEntityFrameworkOutbox<ShopContext>(o => o.UseBusOutbox()));", "ShopContext")]
    [InlineData("services.AddMassTransit(x => x.AddEntityFrameworkOutbox<ShopContext>(o => o.UsePostgres().UseBusOutbox()));", "ShopContext")]
    [InlineData("services.AddMassTransit(x => AddOutbox<ShopContext>(x));", "ShopContext")]
    [InlineData("AddBus<LedgerContext>(services); AddBus<ShopContext>(services);", "LedgerContext", "ShopContext")]
    public async Task What_is_declared_is_for_the_context_that_is_named_around_it_or_by_the_callers(string configuration, params string[] contexts)
    {
        var walked = await Of($$"""
            static void Configure(IServiceCollection services) { {{configuration}} }
            static void AddBus<T>(IServiceCollection services) where T : DbContext => services.AddMassTransit(x => AddOutbox<T>(x));
            static void AddOutbox<T>(IBusRegistrationConfigurator x) where T : DbContext => x.AddEntityFrameworkOutbox<T>(o => o.UseBusOutbox());
            """);

        Assert.Equal(contexts, walked.Graph.Registrations.Declaring("bus-outbox").SelectMany(r => r.Contexts).Select(c => c.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("services.AddScoped<Early>(); services.AddScoped<Late>();", "AddScoped")]
    [InlineData("services.AddOurs(); services.AddScoped<Late>();", "AddOurs", "AddSingleton")]
    [InlineData("AddOurs(services); services.AddScoped<Late>();", "AddOurs", "AddSingleton")]
    [InlineData("services.AddScoped<Late>(); services.AddScoped<Early>();")]
    [InlineData("if (first) services.AddScoped<Early>(); else services.AddScoped<Late>();")]
    public async Task What_was_said_before_is_what_the_same_run_has_passed(string configuration, params string[] earlier)
    {
        var walked = await Of($$"""
            static void Configure(IServiceCollection services, bool first) { {{configuration}} }
            static void AddOurs(this IServiceCollection services) => services.AddSingleton<Early>();
            """, "class Early; class Late;");
        var late = walked.Graph.Modelled.Single(s => s.Site.Arguments.Service?.Name == "Late");

        Assert.Equal(earlier, walked.Graph.Registrations.Of(late).Earlier.Select(r => r.Site.Name));
    }

    private static Task<Walked> Of(string members, string types = "") => Walked.Of(Shop + $"static class Program {{ {members} }}\n{types}");

    private static async Task<Registration> First(string name, string members)
    {
        var walked = await Of(members);
        return walked.Graph.Registrations.Of(walked.Graph.Modelled.First(s => s.Site.Name == name));
    }
}
