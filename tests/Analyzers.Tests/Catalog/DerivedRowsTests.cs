using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Catalog;

/// <summary>Members that no library declares, and what they do by an attribute or a base of a library's.</summary>
public sealed class DerivedRowsTests
{
    private const string Shop = """
        using Modelled.Generated;
        interface IPrices { [Refit.Get("/prices")] Task<string> GetPrices(CancellationToken stop); Task Forget(); }
        interface IStock { [RestEase.Post("/stock")] Task Book(); }
        class Own(Grpc.Core.CallInvoker calls) : Grpc.Core.ClientBase<Own>(calls)
        {
            public Own() : this(null!) { }
            public Task Ask() => Task.CompletedTask;
            public override string ToString() => "";
            protected override Own NewInstance(ClientBaseConfiguration configuration) => this;
        }

        """;

    [Theory]
    [InlineData("greeter.SayHello(new HelloRequest())", "RemoteCall", "Unlimited")]
    [InlineData("greeter.SayHelloAsync(new HelloRequest(), deadline: DateTime.UtcNow)", "RemoteCall", "Unlimited")]
    [InlineData("greeter.SayHellos(new HelloRequest())", "RemoteCall", "Streaming")]
    [InlineData("greeter.Gather()", "RemoteCall", "Streaming")]
    [InlineData("greeter.Talk()", "RemoteCall", "Streaming")]
    [InlineData("own.Ask()", "RemoteCall", "Unlimited")] // generated code is source in its own project
    [InlineData("greeter.WithHost(\"a\")", null, null)] // the base's own
    [InlineData("own.ToString()", null, null)]
    [InlineData("prices.GetPrices(default)", "RemoteCall", "None")]
    [InlineData("prices.Forget()", null, null)]
    [InlineData("stock.Book()", "RemoteCall", "None")]
    [InlineData("new Stripe.PaymentIntentService().CreateAsync(new())", "RemoteCall", "None")]
    public async Task A_call_does_what_its_members_kin_says(string call, string? effects, string? traits)
    {
        var walked = await Walked.Of(Shop + $$"""
            class Shop(Greeter.GreeterClient greeter, Own own, IPrices prices, IStock stock) { void Run() { {{call}}; } }
            """);

        var row = walked.Body("Run").Sites.Select(s => s.Row).LastOrDefault(r => r is not null);
        Assert.Equal((effects, traits), (row?.Effects.ToString(), row?.Traits.ToString()));
    }

    [Fact]
    public async Task A_call_has_the_roles_that_its_generated_parameters_play()
    {
        var walked = await Walked.Of(Shop + """
            class Shop(Greeter.GreeterClient greeter)
            {
                void Run(CancellationToken stop) => greeter.SayHelloAsync(new HelloRequest(), cancellationToken: stop);
            }
            """);

        var passed = walked.Site("SayHelloAsync").Arguments;
        Assert.Equal(("HelloRequest", "stop"), (passed.Message?.Name, passed.Cancel.Symbol?.Name));
    }

    [Fact]
    public async Task A_remote_call_is_followed_through_a_generated_client_as_through_any_other()
    {
        var walked = await Walked.Of(Shop + "class Shop(Own own) { public Task Run() => own.Ask(); public Task Start() => Run(); }");

        Assert.Equal(["Run", "Start"], walked.Graph.Follow(Effect.RemoteCall).Bodies.Select(b => b.Owner.Name));
    }
}
