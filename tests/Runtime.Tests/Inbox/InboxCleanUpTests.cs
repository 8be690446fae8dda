using DistPatterns.Inbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Runtime.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Inbox;

public sealed class InboxCleanUpTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 15, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly Guid Foreign = new("f0000000-0000-4000-8000-000000000000"); // one at random may be of a day

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Days_are_made_ahead_and_hold_the_ids_that_were_made_in_them()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        await CleanAsync(database, Now);
        Assert.Equal("20261124,20261125,20261126,20261127,20261128,default", await PartitionsAsync(database));

        await BeginAsync(database, Guid.CreateVersion7(Now), Guid.CreateVersion7(Now.Date.AddDays(1).AddTicks(-1)), Guid.CreateVersion7(new(Now.Date.AddDays(1), TimeSpan.Zero)), Foreign);

        Assert.Equal((2L, 1L, 1L), (await database.CountAsync("dp_inbox_20261125"), await database.CountAsync("dp_inbox_20261126"), await database.CountAsync("dp_inbox_default")));
    }

    [Fact]
    public async Task What_came_before_its_day_was_made_is_moved_and_still_a_duplicate()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        var (known, foreign) = (Guid.CreateVersion7(Now), Foreign);
        await BeginAsync(database, known, foreign);

        await CleanAsync(database, Now);

        Assert.Equal((1L, 1L), (await database.CountAsync("dp_inbox_20261125"), await database.CountAsync("dp_inbox_default")));
        Assert.All(await BeginAsync(database, known, foreign), a => Assert.Equal(InboxAdmission.Duplicate, a));
    }

    [Fact]
    public async Task Days_that_are_over_for_the_time_of_retention_are_dropped()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        await CleanAsync(database, Now);
        var old = Guid.CreateVersion7(Now);
        await BeginAsync(database, old);
        await LetComeAsync(database, Now);

        await CleanAsync(database, Now.Date.AddDays(1) + Week - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await database.CountAsync("dp_inbox_20261125"));

        await CleanAsync(database, Now.Date.AddDays(1) + Week);
        Assert.DoesNotContain("20261125", await PartitionsAsync(database), StringComparison.Ordinal);
        Assert.Equal(InboxAdmission.Accepted, Assert.Single(await BeginAsync(database, old)));
    }

    [Fact]
    public async Task A_day_is_kept_as_long_as_what_came_late_in_it_is_remembered()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        await CleanAsync(database, Now);
        var (late, came) = (Guid.CreateVersion7(Now), Now.AddDays(5)); // it was long on its way, or the clock of its sender was behind
        await BeginAsync(database, late);
        await LetComeAsync(database, came);

        await CleanAsync(database, came + Week);
        Assert.Equal(InboxAdmission.Duplicate, Assert.Single(await BeginAsync(database, late)));

        await CleanAsync(database, came + Week + TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("20261125", await PartitionsAsync(database), StringComparison.Ordinal);
    }

    [Theory, InlineData(8), InlineData(-8)]
    public async Task The_clock_of_the_process_that_cleans_makes_and_drops_no_days(int daysAhead)
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        await database.SetTimeAsync(Now);
        await CleanByHostAsync(database, Now.AddDays(daysAhead));
        Assert.Equal("20261124,20261125,20261126,20261127,20261128,default", await PartitionsAsync(database));
    }

    [Theory]
    [InlineData(Engine.Postgres, 8)]
    [InlineData(Engine.Postgres, -8)]
    [InlineData(Engine.Sqlite, 8)]
    [InlineData(Engine.Sqlite, -8)]
    public async Task A_copy_is_refused_and_what_is_old_is_forgotten_whatever_the_process_that_cleans_takes_for_the_time(Engine engine, int daysAhead)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var now = DateTimeOffset.UtcNow;
        await CleanByHostAsync(database, now - TimeSpan.FromDays(2)); // the days are there
        await BeginAsync(database, Foreign);
        await LetComeAsync(database, now - Week - TimeSpan.FromHours(1));
        var known = Guid.CreateVersion7();
        await BeginAsync(database, known);

        await CleanByHostAsync(database, now.AddDays(daysAhead));

        Assert.Equal([InboxAdmission.Duplicate, InboxAdmission.Accepted], await BeginAsync(database, known, Foreign));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Foreign_ids_are_forgotten_by_when_they_came(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        await BeginAsync(database, [.. Enumerable.Range(0, 2500).Select(i => new Guid($"{Foreign.ToString()[..24]}{i:x12}"))]);

        await CleanAsync(database, DateTimeOffset.UtcNow + Week - TimeSpan.FromHours(1));
        Assert.Equal(2500, await database.CountAsync("dp_inbox"));

        await CleanAsync(database, DateTimeOffset.UtcNow + Week + TimeSpan.FromHours(1));
        Assert.Equal(0, await database.CountAsync("dp_inbox"));
    }

    [Fact]
    public async Task Many_may_clean_at_once()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        await database.SetTimeAsync(Now);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Cleaner(database).CleanAsync(Week, Cancel).AsTask())));
        await CleanAsync(database, Now); // each left it to the one whose turn it was, for that day
        Assert.Equal("20261124,20261125,20261126,20261127,20261128,default", await PartitionsAsync(database));
    }

    [Fact]
    public async Task A_transaction_that_stays_open_keeps_a_day_and_stops_nobody()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        await CleanAsync(database, Now);
        var late = Now + TimeSpan.FromDays(30);
        await using (var open = await database.BeginAsync())
        {
            await open.QueryAsync("select count(*) from dp_inbox");
            var error = await Assert.ThrowsAsync<PostgresException>(() => CleanAsync(database, late));
            Assert.Equal(PostgresErrorCodes.LockNotAvailable, error.SqlState);
            Assert.Equal(InboxAdmission.Accepted, Assert.Single(await BeginAsync(database, Guid.CreateVersion7(Now))));
        }

        await LetComeAsync(database, Now);
        await CleanAsync(database, late);
        Assert.DoesNotContain("20261125", await PartitionsAsync(database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_cleans_at_its_start_and_each_interval()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        var time = new FakeTimeProvider(Now);
        var cleaner = new CountingCleaner();
        using var host = database.Host(d => d.AddInbox(o => (o.Retention, o.CleanUpInterval) = (TimeSpan.FromDays(2), TimeSpan.FromMinutes(5))), time, s => s.AddSingleton<IInboxCleaner>(cleaner));
        await host.StartAsync(Cancel);
        Assert.Equal(TimeSpan.FromDays(2), await cleaner.NextAsync());

        for (var round = 1; round <= 3; round++) // the first fails, as all of them do, and others follow
        {
            await cleaner.NextAfterAsync(time, TimeSpan.FromMinutes(5));
        }

        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task An_option_out_of_range_stops_the_start()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = database.Host(d => d.AddInbox(o => o.Retention = TimeSpan.Zero));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));
        Assert.Contains("Retention is 00:00:00: it must be between 01:00:00 and 3650.00:00:00.", error.Message, StringComparison.Ordinal);
    }

    private static async Task CleanAsync(PatternDatabase database, DateTimeOffset now)
    {
        await database.SetTimeAsync(now);
        await Cleaner(database).CleanAsync(Week, Cancel);
    }

    /// <summary>One round of the clean-up of a process that takes this for the time.</summary>
    private static async Task CleanByHostAsync(PatternDatabase database, DateTimeOffset now)
    {
        var time = new StillClock(TimeSpan.FromMinutes(7), now);
        using var host = database.Host(d => d.AddInbox(o => (o.Retention, o.CleanUpInterval) = (Week, TimeSpan.FromMinutes(7))), time);
        await host.StartAsync(Cancel);
        await time.Waits; // the first round is over
        await host.StopAsync(Cancel);
    }

    /// <summary>Says of all that is remembered when it came.</summary>
    private static Task LetComeAsync(PatternDatabase database, DateTimeOffset at) => database.QueryAsync(
        $"update dp_inbox set received_at = {(database.Engine == Engine.Postgres ? $"timestamptz '{at.UtcDateTime:O}'" : $"{at.ToUnixTimeMilliseconds()}")}");

    private static IInboxCleaner Cleaner(PatternDatabase database) =>
        database.Source is NpgsqlDataSource postgres ? new PostgresInbox(postgres) : new SqliteInbox(database.Source);

    private static async Task<InboxAdmission[]> BeginAsync(PatternDatabase database, params Guid[] ids) => await database.InTransactionAsync(async t =>
    {
        var admissions = new List<InboxAdmission>();
        foreach (var id in ids)
        {
            admissions.Add(await new SqlInbox().TryBeginAsync(t, "inventory", id, Cancel));
        }

        return admissions.ToArray();
    });

    private static async Task<string> PartitionsAsync(PatternDatabase database) => (string)(await database.QueryAsync("""
        select string_agg(replace(relname, 'dp_inbox_', ''), ',' order by relname)
        from pg_inherits join pg_class on oid = inhrelid where inhparent = 'dp_inbox'::regclass
        """))!;
}
