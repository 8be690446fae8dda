using System.Diagnostics;
using System.Diagnostics.Metrics;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class OutboxHostTests
{
    private readonly RecordingReceiver _receiver = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_a_transaction_runner_commits_arrives_without_a_poll(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        using var host = await StartAsync(database, o => o.PollInterval = o.MaxPollInterval = TimeSpan.FromHours(1));
        await _receiver.UntilAsync(() => Holds(host, 16));
        var writer = host.Services.GetRequiredService<OutboxWriter>();

        await host.Services.GetRequiredService<ITransactionRunner>().RunAsync(host.Services, async (transaction, _, cancel) =>
        {
            await writer.EnqueueAsync(transaction, new OrderPlaced("1", 5), "1", cancellationToken: cancel);
            return 0;
        }, Cancel);

        await _receiver.UntilAsync(() => _receiver.Received.Count == 1);
        Assert.Equal("""{"order":"1","amount":5}""", Assert.Single(_receiver.Received));
        await host.StopAsync(Cancel);
        Assert.Equal(0L, await database.CountAsync("dp_outbox"));
        Assert.Equal(0L, await database.CountAsync("dp_outbox_node"));
    }

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_is_enqueued_with_the_commit_arrives_without_a_poll(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        using var host = await StartAsync(database, o => o.PollInterval = o.MaxPollInterval = TimeSpan.FromHours(1));
        await _receiver.UntilAsync(() => Holds(host, 16));
        for (var i = 1; i <= 20; i++) // one alone could be found by the first look
        {
            await using var connection = await database.Source.OpenConnectionAsync(Cancel);
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await host.Services.GetRequiredService<OutboxWriter>().EnqueueAndCommitAsync(transaction, new OrderPlaced($"{i}", 5), "k", cancellationToken: Cancel);
            await _receiver.UntilAsync(() => _receiver.Received.Count == i);
        }

        await host.StopAsync(Cancel);
        Assert.Equal(0L, await database.CountAsync("dp_outbox"));
    }

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Another_process_hears_of_a_commit_without_a_poll(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        using var sender = await StartAsync(database, o => o.PollInterval = o.MaxPollInterval = TimeSpan.FromHours(1));
        await _receiver.UntilAsync(() => Holds(sender, 16));
        using var writer = await StartAsync(database, o => o.Dispatch = false);
        for (var i = 1; i <= 20; i++) // one alone could be found by the first look of the sender
        {
            await database.CommitAsync(Messages.Of($"{i}", "k"));
            writer.Services.GetRequiredService<OutboxSignal>().Set();
            await _receiver.UntilAsync(() => _receiver.Received.Count == i);
        }

        await writer.StopAsync(Cancel);
        await sender.StopAsync(Cancel);
    }

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_nobody_told_of_is_found_by_the_poll(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        using var host = await StartAsync(database, o => o.PollInterval = TimeSpan.FromMilliseconds(20));
        await database.CommitAsync([.. Enumerable.Range(0, 300).Select(i => Messages.Of($"{i}", $"key-{i % 7}"))]);
        await _receiver.UntilAsync(() => _receiver.Received.Count == 300);
        await host.StopAsync(Cancel);
        Assert.All(_receiver.Received.Select(int.Parse).GroupBy(n => n % 7), key => Assert.Equal(key.Order(), key));
    }

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_message_that_fails_too_often_is_parked_and_blocks_its_key_only(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        _receiver.Handle = e => Messages.Text(e) == "a1" ? throw new IOException("no") : Task.CompletedTask;
        using var host = await StartAsync(database, o => (o.MaxAttempts, o.RedeliveryDelay, o.PollInterval) = (3, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5)));
        await database.CommitAsync(Messages.Of("a1", "a"), Messages.Of("a2", "a"), Messages.Of("b1", "b"));
        await database.UntilAsync("dp_outbox_parked", count => count > 0);
        await _receiver.UntilAsync(() => _receiver.Received.Contains("b1"));
        var parked = Assert.Single(await database.Parked.ListAsync(cancellationToken: Cancel));
        Assert.Equal((3, "no", true), (parked.Message.Attempts, parked.Error, parked.HoldsKey));
        Assert.DoesNotContain("a2", _receiver.Received);

        _receiver.Handle = _ => Task.CompletedTask;
        await database.Parked.ReplayAsync(null, Cancel);
        await _receiver.UntilAsync(() => _receiver.Received.Count == 3);
        Assert.Equal(["a1", "a2"], _receiver.Received.Where(r => r[0] == 'a'));
        await host.StopAsync(Cancel);
    }

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_stop_finishes_what_is_in_flight_and_gives_the_buckets_back(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _receiver.Handle = _ =>
        {
            begun.TrySetResult();
            return go.Task;
        };
        using var host = await StartAsync(database, o => o.PollInterval = TimeSpan.FromMilliseconds(20));
        await database.CommitAsync(Messages.Of("1", "k"), Messages.Of("2", "k"));
        await begun.Task.WaitAsync(Cancel);

        var stop = host.StopAsync(Cancel);
        Assert.False(stop.IsCompleted);
        go.SetResult();
        await stop;

        Assert.Equal(["1", "2"], _receiver.Received);
        Assert.Equal(0L, await database.CountAsync("dp_outbox"));
        Assert.Equal(16, (await database.HoldAllAsync(Guid.NewGuid())).Count);
    }

    [Fact]
    public async Task A_host_that_only_writes_needs_no_transport_and_one_that_sends_says_what_it_needs()
    {
        await using var database = await OutboxDatabase.CreateAsync(Engine.Sqlite);
        using (var writer = Build(p => p.AddOutbox(o => o.Dispatch = false), database.Use))
        {
            await writer.StartAsync(Cancel);
            await writer.StopAsync(Cancel);
        }

        using var noTransport = Build(p => p.AddOutbox(), database.Use);
        Assert.Contains("a transport", (await Assert.ThrowsAsync<InvalidOperationException>(() => noTransport.StartAsync(Cancel))).Message, StringComparison.Ordinal);
        using var noDatabase = Build(p => p.AddOutbox().UseInProcessTransport());
        Assert.Contains("a database", (await Assert.ThrowsAsync<InvalidOperationException>(() => noDatabase.StartAsync(Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_on_tables_for_another_number_of_buckets()
    {
        await using var database = await OutboxDatabase.CreateAsync(Engine.Sqlite, buckets: 4);
        using var host = Build(p => p.AddOutbox().UseInProcessTransport(), database.Use);
        await Assert.ThrowsAsync<BucketCountMismatchException>(() => host.StartAsync(Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_host_starts_while_its_database_is_away_and_says_that_it_is_not_well()
    {
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        using var host = Build(p => p.AddOutbox(o => o.LeaseTtl = TimeSpan.FromSeconds(1)).UseInProcessTransport().UsePostgres(nobody));
        await host.StartAsync(Cancel);
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);
        while (report.Status == HealthStatus.Healthy)
        {
            report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);
        }

        Assert.Contains("does not answer", report.Entries["outbox"].Description, StringComparison.Ordinal);
        await host.StopAsync(Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_trace_goes_on_where_the_message_was_written()
    {
        await using var database = await OutboxDatabase.CreateAsync(Engine.Sqlite);
        var seen = new TaskCompletionSource<Envelope>();
        _receiver.Handle = e =>
        {
            seen.TrySetResult(e);
            return Task.CompletedTask;
        };
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == "DistPatterns.Outbox", Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var host = await StartAsync(database, o => o.PollInterval = TimeSpan.FromMilliseconds(20));
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await database.CommitAsync(Messages.Of("1") with { TraceParent = Trace });

        var envelope = await seen.Task.WaitAsync(Cancel);

        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", envelope.TraceParent, StringComparison.Ordinal);
        Assert.NotEqual(Trace, envelope.TraceParent); // the span of the sending is between
        await host.StopAsync(Cancel);
    }

    private static bool Holds(IHost host, int buckets)
    {
        var held = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "distpatterns.outbox.buckets" && instrument.Meter == host.Services.GetRequiredService<OutboxTelemetry>().Meter)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => held = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return held == buckets;
    }

    private async Task<IHost> StartAsync(OutboxDatabase database, Action<OutboxOptions> configure)
    {
        var host = Build(p => p.AddOutbox(configure).UseInProcessTransport().AddMessage<OrderPlaced>("orders").Services.AddSingleton<IMessageReceiver>(_receiver), database.Use);
        await host.StartAsync(Cancel);
        return host;
    }

    private static IHost Build(params Action<DistPatternsBuilder>[] parts)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDistPatterns(p => Array.ForEach(parts, part => part(p)));
        return builder.Build();
    }
}
