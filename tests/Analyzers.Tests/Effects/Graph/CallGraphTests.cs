using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Graph;

/// <summary>Which bodies a site may run.</summary>
public sealed class CallGraphTests
{
    private const string Handlers = """
        record Placed : MediatR.INotification;
        record Paid : MediatR.INotification;
        class Mail : MediatR.INotificationHandler<Placed> { public Task Handle(Placed notification, CancellationToken cancellationToken) => Shop.Do(); }
        class Stock : MediatR.INotificationHandler<Paid> { public Task Handle(Paid notification, CancellationToken cancellationToken) => Shop.Do(); }
        static class Shop { public static Task Do() => Task.CompletedTask; }

        """;

    [Fact]
    public async Task A_call_of_an_interface_runs_what_implements_it_explicitly_or_not()
    {
        var walked = await Walked.Of("""
            interface INews { void Tell(); }
            class Mail : INews { public void Tell() { } }
            class Push : INews { void INews.Tell() { } }
            class Base { public void Tell() { } }
            class Inherited : Base, INews;
            class Shop(INews news) { void Run() => news.Tell(); }
            """);

        Assert.Equal(["Base.Tell", "Mail.Tell", "Push.INews.Tell"], walked.TargetsOf("Tell"));
    }

    [Theory]
    [InlineData("class Db : Microsoft.EntityFrameworkCore.DbContext, IWork;", "Commit Known")]
    [InlineData("abstract class Unit : Microsoft.EntityFrameworkCore.DbContext; class Db : Unit, IWork;", "Commit Known")]
    [InlineData("class Db : IWork { public Task<int> SaveChangesAsync(CancellationToken cancellationToken) => Task.FromResult(0); }", "")]
    public async Task A_call_of_an_interface_does_what_its_classes_inherit_from_a_library(string classes, string expected)
    {
        var walked = await Walked.Of("interface IWork { Task<int> SaveChangesAsync(CancellationToken cancellationToken = default); } " + classes
            + " class Shop(IWork work) { Task Place() => work.SaveChangesAsync(); }");
        var found = walked.Graph.EffectAt(walked.Body("Place"), walked.Site("SaveChangesAsync"));

        Assert.Equal(expected, found is { } effect ? $"{effect.Row.Effects} {effect.Confidence}" : "");
    }

    [Fact]
    public async Task A_virtual_call_runs_the_overrides_that_its_receiver_can_be()
    {
        var walked = await Walked.Of("""
            class Store { public virtual void Save() { } }
            class Sql : Store;
            class Mine : Sql { public override void Save() { } }
            class File : Store { public override void Save() { } }
            class Shop(Sql store) { void Run() => store.Save(); }
            """);

        Assert.Equal(["Mine.Save", "Store.Save"], walked.TargetsOf("Save"));
    }

    [Theory]
    [InlineData("mediator.Publish(new Placed())", "Mail.Handle")]
    [InlineData("mediator.Publish(events[0])", "Mail.Handle", "Stock.Handle")]
    public async Task What_is_dispatched_runs_the_handlers_of_its_type_or_of_all_that_it_may_be(string call, params string[] targets)
    {
        var walked = await Walked.Of(Handlers + $$"""
            class Orders(MediatR.IMediator mediator, MediatR.INotification[] events) { Task Run() => {{call}}; }
            """);

        Assert.Equal(targets, walked.TargetsOf("Publish"));
    }

    [Fact]
    public async Task A_wrapper_hands_on_what_its_callers_know()
    {
        var walked = await Walked.Of(Handlers + """
            class Bus(MediatR.IMediator mediator) { Task Run(MediatR.INotification happened) => mediator.Publish(happened); }
            """);

        Assert.Empty(walked.TargetsOf("Publish"));
    }

    [Fact]
    public async Task The_callers_of_a_body_are_the_sites_that_may_run_it()
    {
        var walked = await Walked.Of("""
            interface INews { void Tell(); }
            class Mail : INews { public void Tell() => Send(); void Send() { } }
            class Shop(INews news) { void Run() => news.Tell(); void Stop() => news.Tell(); }
            """);

        Assert.Equal(["Shop.Run", "Shop.Stop"], walked.Graph.CallersOf(walked.Body("Tell")).Select(c => Walked.Name(c.Body)));
        Assert.Equal(["Mail.Tell"], walked.Graph.CallersOf(walked.Body("Send")).Select(c => Walked.Name(c.Body)));
    }

    [Fact]
    public async Task A_member_of_a_further_interface_is_that_of_the_receiver_alone()
    {
        var walked = await Walked.Of("""
            interface ICloseable { Task Close(); }
            interface IChannel : ICloseable;
            class Channel : IChannel { public Task Close() { GC.KeepAlive(this); return Task.CompletedTask; } }
            class MigratorLock : ICloseable { public Task Close() { GC.KeepAlive(this); return Task.CompletedTask; } }
            class Shop(IChannel channel) { async Task Run() => await channel.Close(); }
            """);

        Assert.Equal(["Channel.Close"], walked.TargetsOf("Close"));
    }

    [Fact]
    public async Task A_base_class_implements_it_for_its_subclass_that_has_the_interface()
    {
        var walked = await Walked.Of("""
            interface IRepository<T> { Task Add(T item); }
            interface IOrders : IRepository<string>;
            interface IParcels : IRepository<int>;
            abstract class Repository<T> : IRepository<T> { public Task Add(T item) { GC.KeepAlive(this); return Task.CompletedTask; } }
            class Orders : Repository<string>, IOrders;
            class Parcels : IParcels { public Task Add(int item) { GC.KeepAlive(this); return Task.CompletedTask; } }
            class Shop(IOrders orders) { async Task Run() => await orders.Add("one"); }
            """);

        Assert.Equal(["Repository.Add"], walked.TargetsOf("Add"));
    }
}
