using DistPatterns.EventSourcing;
using DistPatterns.Runtime.Tests.Databases;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>Events in a copy of the cluster that takes over: by publication and subscription, by streaming replication, and by pg_upgrade.</summary>
[Collection(Moves.Name)]
public sealed class CopiedEventsTests(TwoClusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_logical_copy_is_not_used_before_it_takes_over_and_reads_all_events_once_in_order_then(bool intoYoung)
    {
        var (old, young) = await clusters.StartedAsync();
        var (from, to) = intoYoung ? (old, young) : (young, old);
        await using var origin = await EventDatabase.CreateAsync(from);
        var last = await origin.AppendAsync("a", 0, 1);
        await origin.ProjectAsync<Continued>(last.Position);

        await using var copy = await origin.RestoreIntoAsync(to, restore: "--schema-only");
        await origin.QueryAsync("create publication everything for all tables");
        await copy.QueryAsync($"create subscription {copy.Name} connection '{from.ConnectionInfo(origin.Name)}' publication everything");
        last = await origin.AppendAsync("a", 1, 2);
        await origin.ProjectAsync<Continued>(last.Position);
        await origin.AppendAsync("b", 0, 3);
        await CaughtUpAsync(origin, copy);

        foreach (var use in new Func<Task>[] { copy.StartProcessAsync, () => copy.AppendAsync("b", 1, 9) })
        {
            var error = await Assert.ThrowsAsync<PositionsCannotContinueException>(use);
            Assert.Contains(copy.Name, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("", await copy.ReadAfterAsync(Position.Start, 0));
        await copy.QueryAsync($"drop subscription {copy.Name}");
        last = await copy.AppendAsync("b", 1, 4);

        Assert.Equal(("1 2 3 4", "1 2 3 4"), await copy.ProjectBothAsync(last.Position));
    }

    [Fact]
    public async Task A_standby_reads_in_the_epoch_of_its_primary_and_goes_on_in_it_when_it_takes_over()
    {
        await clusters.StartedAsync();
        await using var primary = await PostgresCluster.StartAsync();
        await using var origin = await EventDatabase.CreateAsync(primary);
        var last = await origin.AppendAsync("a", 0, 1);
        await origin.ProjectAsync<Continued>(last.Position);
        await using var standby = await primary.StartStandbyAsync();
        await using var copy = new EventDatabase(standby, origin.Name);

        await copy.StartProcessAsync();
        Assert.Equal("a1", await copy.ReadAfterAsync(Position.Start, 1));
        await standby.PromoteAsync();
        await copy.StartProcessAsync();
        var next = await copy.AppendAsync("a", 1, 2);

        Assert.Equal(("1 2", "1 2"), await copy.ProjectBothAsync(next.Position));
        Assert.InRange(next.Position.Transaction - last.Position.Transaction, 1, 1000);
    }

    [Fact]
    public async Task After_pg_upgrade_a_projection_at_its_checkpoint_and_a_rebuild_read_all_events_once_in_order()
    {
        await clusters.StartedAsync();
        await using var before = await PostgresCluster.StartAsync();
        await using var origin = await EventDatabase.CreateAsync(before);
        var last = await origin.AppendAsync("a", 0, 1);
        await origin.ProjectAsync<Continued>(last.Position);

        await using var after = await before.UpgradeAsync();
        await using var upgraded = new EventDatabase(after, origin.Name);
        await upgraded.StartProcessAsync();
        last = await upgraded.AppendAsync("a", 1, 2);

        Assert.Equal(("1 2", "1 2"), await upgraded.ProjectBothAsync(last.Position));
    }

    private static async Task CaughtUpAsync(EventDatabase origin, EventDatabase copy)
    {
        const string all = "select (select count(*) from dp_event) || ' ' || (select string_agg(numbers, ' ') from noted)";
        var wanted = await origin.QueryAsync(all);
        while (!wanted!.Equals(await copy.QueryAsync(all)))
        {
            Cancel.ThrowIfCancellationRequested();
        }
    }
}
