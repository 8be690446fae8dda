using DistPatterns.Messaging;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Runtime.Tests.Storage;
using DistPatterns.Sagas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Sagas;

/// <summary>What is left of sagas that are finished, and what their late messages do then.</summary>
public sealed class SagaCleanUpTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7), Hour = TimeSpan.FromHours(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Finished_ones_go_when_they_are_old_enough_and_those_under_way_stay(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var now = DateTimeOffset.UtcNow;
        await SaveAsync(database, now, [.. Enumerable.Range(0, 2500).Select(i => i % 2 == 0 ? SagaStatus.Completed : SagaStatus.Compensated), SagaStatus.Running, SagaStatus.Compensating]);

        await CleanAsync(database, now + Week - Hour);
        Assert.Equal((2502L, 2502L, 2502L), await CountAsync(database));

        await CleanAsync(database, now + Week + Hour);
        Assert.Equal((2L, 2L, 2L), await CountAsync(database));
        Assert.Equal(0L, Convert.ToInt64(await database.QueryAsync("select count(*) from dp_saga where status in ('Completed', 'Compensated')")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task One_that_took_long_is_kept_from_its_end_on(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var now = DateTimeOffset.UtcNow;
        await SaveAsync(database, now - TimeSpan.FromDays(30), SagaStatus.Completed);

        await CleanAsync(database, now + Hour);
        Assert.Equal((1L, 1L, 1L), await CountAsync(database));

        await CleanAsync(database, now + Week + Hour);
        Assert.Equal((0L, 0L, 0L), await CountAsync(database));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Many_may_clean_at_once(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var now = DateTimeOffset.UtcNow;
        await SaveAsync(database, now, [.. Enumerable.Repeat(SagaStatus.Completed, 2500)]);

        await database.SetTimeAsync(now + Week + Hour);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Cleaner(database).CleanAsync(Week, Cancel).AsTask(), Cancel)));

        Assert.Equal((0L, 0L, 0L), await CountAsync(database));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task The_clock_of_the_process_that_cleans_deletes_none(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var (interval, now) = (TimeSpan.FromMinutes(7), DateTimeOffset.UtcNow);
        await SaveAsync(database, now, SagaStatus.Completed);
        var ahead = new StillClock(interval, now + Week + TimeSpan.FromDays(1));
        using var host = database.Host(AddSmallSaga(o => o.CleanUpInterval = interval), ahead);

        await host.StartAsync(Cancel);
        await ahead.Waits; // the first round is over
        await host.StopAsync(Cancel);

        Assert.Equal((1L, 1L, 1L), await CountAsync(database));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Late_messages_of_one_that_is_gone_do_nothing(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine);
        var start = world.Codec.Enclose(new Placed("o1", 10));
        List<Envelope> timers = [];
        await world.DeliverToSagaAsync(start);
        await world.RunAsync(async e =>
        {
            timers.AddRange(e.Type == "dp.saga.timer" ? [e] : []);
            await world.DeliverAsync(e);
        });
        await CleanAsync(world.Database, Later(world));
        Assert.Equal("none", await world.StatusAsync("o1"));

        // as the inbox would see them that has forgotten their ids; of the start it has not
        Envelope[] late = [.. timers.Select(t => t with { Id = Guid.CreateVersion7() }), world.Codec.Enclose(new Charged("o1")), world.Codec.Enclose(new Refunded("o1"))];
        Assert.NotEmpty(timers);
        foreach (var envelope in late)
        {
            Assert.Equal(Receipt.Handled, await world.DeliverToSagaAsync(envelope));
        }

        Assert.Equal(Receipt.Duplicate, await world.DeliverToSagaAsync(start));
        Assert.Equal("none", await world.StatusAsync("o1"));
        Assert.Empty(await world.OutboxAsync());
        Assert.Equal(1L, await world.CountAsync("charge", "o1"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_start_under_another_id_does_nothing_as_long_as_the_saga_is_kept_and_starts_a_new_one_afterwards(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine);
        await world.PlaceAsync("o1");
        await world.RunAsync();

        await world.DeliverToSagaAsync(world.Codec.Enclose(new Placed("o1", 99)));
        Assert.Empty(await world.OutboxAsync());

        await CleanAsync(world.Database, Later(world));
        await world.DeliverToSagaAsync(world.Codec.Enclose(new Placed("o1", 99)));
        Assert.Equal("Running: order=Done pay=Running", await world.StatusAsync("o1"));
    }

    [Fact]
    public async Task A_host_cleans_at_its_start_and_each_interval()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        var (time, cleaner) = (new FakeTimeProvider(DateTimeOffset.UnixEpoch), new CountingCleaner());
        using var host = Host(database, time, cleaner, o => (o.Retention, o.CleanUpInterval) = (TimeSpan.FromDays(2), TimeSpan.FromMinutes(5)));
        await host.StartAsync(Cancel);
        Assert.Equal(TimeSpan.FromDays(2), await cleaner.NextAsync());

        await cleaner.NextAfterAsync(time, TimeSpan.FromMinutes(5)); // the first failed, and another follows

        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_host_keeps_them_for_good_where_it_is_told_to()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        var (time, cleaner) = (new StillClock(TimeSpan.FromMinutes(7), DateTimeOffset.UtcNow), new CountingCleaner());
        using var host = Host(database, time, cleaner, o => (o.Retention, o.CleanUpInterval) = (null, TimeSpan.FromMinutes(7)));
        await host.StartAsync(Cancel);
        await time.Waits; // the first round is over
        Assert.Equal(0, cleaner.Waiting);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task An_option_out_of_range_stops_the_start()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = Host(database, TimeProvider.System, new(), o => o.Retention = TimeSpan.Zero);
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));
        Assert.Contains("Retention is 00:00:00: it must be between 01:00:00 and 3650.00:00:00.", error.Message, StringComparison.Ordinal);
    }

    private static IHost Host(PatternDatabase database, TimeProvider time, CountingCleaner cleaner, Action<SagaOptions> configure) =>
        database.Host(AddSmallSaga(configure), time, s => s.AddSingleton<ISagaCleaner>(cleaner));

    private static Action<DistPatternsBuilder> AddSmallSaga(Action<SagaOptions> configure) => d => d.AddMessage<Placed>("orders").AddSaga<OrderState>(
        "small", s => s.StartedBy<Placed>(m => m.Order).Step("do", (_, _, _) => ValueTask.CompletedTask), configure);

    // the rows have the database's time, and the ids that of the world
    private static DateTimeOffset Later(SagaWorld world) => (world.Time.GetUtcNow() > DateTimeOffset.UtcNow ? world.Time.GetUtcNow() : DateTimeOffset.UtcNow) + Week + Hour;

    private static async Task CleanAsync(PatternDatabase database, DateTimeOffset now)
    {
        await database.SetTimeAsync(now);
        await Cleaner(database).CleanAsync(Week, Cancel);
    }

    private static ISagaCleaner Cleaner(PatternDatabase database) =>
        database.Source is NpgsqlDataSource postgres ? PostgresSagas.Cleaner(postgres) : SqliteSagas.Cleaner(database.Source);

    private static Task<int> SaveAsync(PatternDatabase database, DateTimeOffset started, params SagaStatus[] sagas) => database.InTransactionAsync(async t =>
    {
        foreach (var (i, status) in sagas.Index())
        {
            var saga = new SagaRecord(Guid.CreateVersion7(started), "order", $"o{i}") { Status = status };
            saga.Steps.Add(new(1, "pay"));
            Assert.True(await new SqlSagaStore().TrySaveAsync(t, saga, Cancel));
        }

        return sagas.Length;
    });

    private static async Task<(long Sagas, long Keys, long Steps)> CountAsync(PatternDatabase database) =>
        (await database.CountAsync("dp_saga"), await database.CountAsync("dp_saga_corr"), await database.CountAsync("dp_saga_step"));
}
