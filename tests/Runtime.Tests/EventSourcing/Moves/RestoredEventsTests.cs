using DistPatterns.EventSourcing;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>Events that pg_dump has taken from one cluster and pg_restore has brought to another.</summary>
[Collection(Moves.Name)]
public sealed class RestoredEventsTests(TwoClusters clusters, ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_projection_at_its_checkpoint_and_a_rebuild_read_all_events_once_in_order(bool intoYoung)
    {
        var (old, young) = await clusters.StartedAsync();
        var (from, to) = intoYoung ? (old, young) : (young, old);
        await using var origin = await EventDatabase.CreateAsync(from);
        var first = await origin.AppendAsync("a", 0, 1);
        await origin.AppendAsync("b", 0, 2);
        var third = await origin.AppendAsync("a", 1, 3);
        Assert.Equal("1 2 3", await origin.ProjectAsync<Continued>(third.Position));
        await origin.AppendAsync("a", 2, 4); // the projection has not come to it

        await using var copy = await origin.RestoreIntoAsync(to);
        Assert.Equal(intoYoung, await copy.NextTransactionAsync() < first.Position.Transaction);
        await copy.StartProcessAsync();
        await copy.AppendAsync("b", 1, 5, 6);
        var last = await copy.AppendAsync("c", 0, 7);

        Assert.Equal(("1 2 3 4 5 6 7", "1 2 3 4 5 6 7"), await copy.ProjectBothAsync(last.Position));
        Assert.True(Position.TryParse(first.Position.ToString(), out var token));
        Assert.Equal("b1 a2 a3 b2 b3 c1", await copy.ReadAfterAsync(token, 6));
    }

    [Fact]
    public async Task Back_in_the_first_cluster_they_are_in_order_still()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await EventDatabase.CreateAsync(old);
        var last = await origin.AppendAsync("a", 0, 1);
        await origin.ProjectAsync<Continued>(last.Position);

        await using var away = await origin.RestoreIntoAsync(young);
        last = await away.AppendAsync("a", 1, 2);
        await away.ProjectAsync<Continued>(last.Position);
        await using var back = await away.RestoreIntoAsync(old);
        last = await back.AppendAsync("a", 2, 3);

        Assert.Equal(("1 2 3", "1 2 3"), await back.ProjectBothAsync(last.Position));
        Assert.Equal(2L, await back.EpochAsync());
    }

    [Fact]
    public async Task In_the_same_cluster_a_restored_database_and_a_template_go_on_in_their_epoch()
    {
        var (old, _) = await clusters.StartedAsync();
        await using var origin = await EventDatabase.CreateAsync(old);
        var last = await origin.AppendAsync("a", 0, 1);
        await origin.ProjectAsync<Continued>(last.Position);
        await using var restored = await origin.RestoreIntoAsync(old);
        await origin.DisposeAsync(); // a template must have no connections
        await using var copy = new EventDatabase(old, await old.CreateDatabaseAsync(template: origin.Name));

        foreach (var database in new[] { restored, copy })
        {
            last = await database.AppendAsync("a", 1, 2);
            Assert.Equal(("1 2", "1 2"), await database.ProjectBothAsync(last.Position));
            Assert.Equal(0L, await database.EpochAsync());
        }
    }

    [Fact]
    public async Task A_process_that_was_not_started_anew_appends_in_order()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await EventDatabase.CreateAsync(old);
        var last = await origin.AppendAsync("a", 0, 1);
        await origin.ProjectAsync<Continued>(last.Position);
        await using var copy = await origin.RestoreIntoAsync(young);

        Assert.Equal("", await copy.ReadAfterAsync(Position.Start, 0)); // no epoch has begun
        await Assert.ThrowsAsync<StreamConflictException>(() => copy.AppendAsync("a", 0, 9));
        await copy.AppendAsync("a", 1, 2);
        last = await copy.AppendAsync("b", 0, 3);

        Assert.Equal(("1 2 3", "1 2 3"), await copy.ProjectBothAsync(last.Position));
    }

    [Fact]
    public async Task A_token_of_what_the_dump_did_not_get_holds_up_no_later_event()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await EventDatabase.CreateAsync(old);
        await origin.AppendAsync("a", 0, 1);
        await using var copy = await origin.RestoreIntoAsync(young);
        var lost = await origin.AppendAsync("a", 1, 2);

        var last = await copy.AppendAsync("a", 1, 3);

        Assert.True(last.Position > lost.Position);
        Assert.Equal("a2", await copy.ReadAfterAsync(lost.Position, 1));
    }

    [Fact]
    public async Task An_event_of_the_new_epoch_that_is_committed_late_is_waited_for()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await EventDatabase.CreateAsync(old);
        var before = await origin.AppendAsync("a", 0, 1);
        await using var copy = await origin.RestoreIntoAsync(young);
        await copy.StartProcessAsync();

        await using var open = await copy.World.Database.BeginAsync();
        await EventWorld.AppendAsync(copy.World.Store, open.Transaction, "a", 1, 2);
        await copy.AppendAsync("b", 0, 3);
        Assert.Equal("", await copy.ReadAfterAsync(before.Position, 0));
        await open.CommitAsync();

        Assert.Equal("a2 b1", await copy.ReadAfterAsync(before.Position, 2));
    }

    [Fact]
    public async Task Of_many_processes_that_start_one_begins_the_epoch()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await EventDatabase.CreateAsync(old);
        await origin.AppendAsync("a", 0, 1);
        await using var copy = await origin.RestoreIntoAsync(young);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            await (i % 2 == 0 ? copy.StartProcessAsync() : copy.AppendAsync($"s{i}", 0, i));
        }, Cancel)));

        Assert.Equal(1L, await copy.EpochAsync());
    }

    [Fact]
    public async Task Of_twenty_writers_that_go_on_in_the_other_cluster_no_event_is_missing_doubled_or_turned()
    {
        var (old, young) = await clusters.StartedAsync();
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await using var origin = await EventDatabase.CreateAsync(old);
        await new ConcurrentWriters(origin.World, seed).WriteWhileReadFromAsync(Position.Start);
        await using var copy = await origin.RestoreIntoAsync(young);

        await new ConcurrentWriters(copy.World, seed).WriteWhileReadFromAsync(await copy.LastPositionAsync()); // one of them begins the epoch
    }
}
