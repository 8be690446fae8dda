using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Runtime.Tests.Outbox;

/// <summary>A destination that takes no messages: they are not to blame.</summary>
public sealed class AwayDestinationHostTests
{
    private readonly ScriptedTransport _transport = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 180_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Its_messages_wait_without_end_the_others_go_on_and_all_arrive_in_order_when_it_is_back(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        _transport.Refuse = e => e.Destination == "away" ? ScriptedTransport.Away(e) : null;
        using var host = await StartAsync(database);
        await CommitAsync(database, first: 0, "away", "there"); // every key has messages to both
        await _transport.UntilAsync(() => _transport.Arrived.Count == 100 && _transport.Refusals > 15);
        await CommitAsync(database, first: 100, "away", "there");
        await _transport.UntilAsync(() => _transport.Arrived.Count == 200);

        Assert.All(_transport.Arrived, e => Assert.Equal("there", e.Destination));
        Assert.Empty(await database.Parked.ListAsync(cancellationToken: Cancel));
        Assert.Contains("'away' has taken no messages for 00:0", (await HealthAsync(host)).Description, StringComparison.Ordinal);
        await database.UntilAsync("dp_outbox", count => count == 0); // readers have nothing to walk over
        Assert.Equal(200, (await database.Queue.MeasureAsync(Cancel)).Waiting);

        _transport.Refuse = _ => null;
        await _transport.UntilAsync(() => _transport.Arrived.Count == 400);
        AssertInOrder();
        await database.UntilAsync("dp_outbox_held", count => count == 0);
        await _transport.UntilAsync(() => HealthAsync(host).Result.Status == HealthStatus.Healthy);
        await host.StopAsync(Cancel);
    }

    [Theory(Timeout = 180_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_a_former_process_held_back_is_sent_by_the_next(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        _transport.Refuse = e => ScriptedTransport.Away(e);
        using (var first = await StartAsync(database))
        {
            await CommitAsync(database, first: 0, "away");
            await database.UntilAsync("dp_outbox_held", count => count == 100);
            await first.StopAsync(Cancel);
        }

        _transport.Refuse = _ => null;
        using var second = await StartAsync(database);
        await CommitAsync(database, first: 100, "away");
        await _transport.UntilAsync(() => _transport.Arrived.Count == 200);
        AssertInOrder();
        await second.StopAsync(Cancel);

    }

    [Theory(Timeout = 180_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_type_that_a_destination_does_not_take_keeps_no_other_type_from_it(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        _transport.Refuse = e => e.Type == "unwanted" ? ScriptedTransport.Away(e, e.Type) : null;
        using var host = await StartAsync(database);
        await database.CommitAsync(Messages.Of("1", "k") with { Type = "unwanted" }, Messages.Of("2", "k"), Messages.Of("3", "k") with { Type = "unwanted" }, Messages.Of("4", "k"));
        await _transport.UntilAsync(() => _transport.Arrived.Count == 2);
        Assert.Equal(["2", "4"], _transport.Arrived.Select(Messages.Text));
        Assert.Contains("'orders (unwanted)' has taken no messages", (await HealthAsync(host)).Description, StringComparison.Ordinal);

        _transport.Refuse = _ => null;
        await _transport.UntilAsync(() => _transport.Arrived.Count == 4);
        Assert.Equal(["2", "4", "1", "3"], _transport.Arrived.Select(Messages.Text));
        await host.StopAsync(Cancel);
    }

    [Theory(Timeout = 180_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task One_that_takes_some_and_then_none_again_gets_all_in_order(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        var room = 0;
        _transport.Refuse = e => room-- > 0 ? null : ScriptedTransport.Away(e);
        using var host = await StartAsync(database);
        await CommitAsync(database, first: 0, "full");
        for (var taken = 0; taken < 100;)
        {
            room = 7;
            await _transport.UntilAsync(() => room <= 0 || _transport.Arrived.Count == 100);
            taken = _transport.Arrived.Count;
        }

        AssertInOrder();
        Assert.Equal(100, _transport.Arrived.Count);
        await host.StopAsync(Cancel);
    }

    [Fact(Timeout = 180_000)]
    public async Task One_that_is_away_for_a_parked_key_too_waits_for_both()
    {
        await using var database = await OutboxDatabase.CreateAsync(Engine.Postgres);
        _transport.Refuse = e => e.Destination == "away" ? ScriptedTransport.Away(e) : Messages.Text(e) == "2" ? new MessageTooLargeException(e, "broker", 1) : null;
        using var host = await StartAsync(database);
        await database.CommitAsync(Messages.Of("1", "k", "away"), Messages.Of("2", "k"), Messages.Of("3", "k", "away"), Messages.Of("4", "k"));
        await database.UntilAsync("dp_outbox_parked", count => count == 1);
        await database.UntilAsync("dp_outbox", count => count == 0);

        _transport.Refuse = _ => null;
        await _transport.UntilAsync(() => _transport.Arrived.Count == 1);
        await database.Parked.ReplayAsync(null, Cancel);
        await _transport.UntilAsync(() => _transport.Arrived.Count == 4);
        AssertInOrder();
        await host.StopAsync(Cancel);
    }

    /// <summary>A hundred messages of ten keys to each destination, numbered.</summary>
    private static Task CommitAsync(OutboxDatabase database, int first, params string[] destinations) =>
        database.CommitAsync([.. Enumerable.Range(first, 100).SelectMany(i => destinations.Select(d => Messages.Of($"{i}", $"key-{i % 10}", d)))]);

    private void AssertInOrder() => Assert.All(
        _transport.Arrived.GroupBy(e => (e.Destination, e.Key)),
        key => Assert.Equal(key.Select(e => int.Parse(Messages.Text(e))).Order(), key.Select(e => int.Parse(Messages.Text(e)))));

    private static async Task<HealthReportEntry> HealthAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel)).Entries["outbox"];

    private async Task<IHost> StartAsync(OutboxDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDistPatterns(p =>
        {
            database.Use(p);
            p.AddOutbox(o => (o.MaxAttempts, o.RedeliveryDelay, o.MaxAwayDelay, o.PollInterval) = (1, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)));
            p.Services.AddSingleton<IOutboxTransport>(_transport);
        });
        var host = builder.Build();
        await host.StartAsync(Cancel);
        return host;
    }
}
