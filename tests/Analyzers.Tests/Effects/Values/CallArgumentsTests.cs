using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>What a modelled call is given for the roles of its row.</summary>
public sealed class CallArgumentsTests
{
    [Theory]
    [InlineData("bus.Publish(new Placed())", "Publish", "Placed", null, null, false)]
    [InlineData("bus.Publish((object)new Placed())", "Publish", "Placed", null, null, false)] // as it is written, before a base hides it
    [InlineData("bus.Publish(given)", "Publish", "Placed", null, null, true)]
    [InlineData("services.AddHttpClient<Shop>(\"shop\")", "AddHttpClient", null, "Shop", "shop", false)]
    [InlineData("services.AddScoped(typeof(Shop))", "AddScoped", null, "Shop", null, false)]
    public async Task Roles_are_read_from_arguments_and_type_arguments(string call, string site, string? message, string? service, string? key, bool isHandedOn)
    {
        var walked = await Walked.Of($$"""
            using Microsoft.Extensions.DependencyInjection;
            class Placed;
            class Shop(MassTransit.IBus bus, IServiceCollection services) { void Run(Placed given) => {{call}}; }
            """);

        var passed = walked.Site(site).Arguments;
        Assert.Equal((message, service, key, isHandedOn), (passed.Message?.Name, passed.Service?.Name, passed.Key, passed.IsHandedOn));
    }
}
