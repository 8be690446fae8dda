using DistPatterns.EventSourcing;
using DistPatterns.Runtime.Tests.Databases;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>Events in a copy that a cluster keeps of another and that takes over: by publication and subscription, and by streaming replication.</summary>
[Collection(Moves.Name)]
public sealed class CopiedEventsTests(TwoClusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_logical_copy_is_not_used_before_it_takes_over_and_reads_all_events_once_in_order_then()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await EventDatabase.CreateAsync(old);
        var last = await origin.AppendAsync("a", 0, 1);
        await origin.ProjectAsync<Continued>(last.Position);

        await using var copy = await origin.RestoreIntoAsync(young, restore: "--schema-only");
        await origin.QueryAsync("create publication everything for all tables");
        await copy.QueryAsync($"create subscription {copy.Name} connection '{old.ConnectionInfo(origin.Name)}' publication everything");
        last = await origin.AppendAsync("a", 1, 2);
        await origin.ProjectAsync<Continued>(last.Position);
        await origin.AppendAsync("b", 0, 3);
        await CaughtUpAsync(origin, copy);

        foreach (var use in new Func<Task>[] { copy.StartProcessAsync, () => copy.AppendAsync("b", 1, 9) })
        {
            var error = await Assert.ThrowsAsync<PositionsCannotContinueException>(use);
            Assert.Contains(copy.Name, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("", await copy.ReadAfterAsync(Position.Start));
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
        Assert.Equal("1", await copy.ReadAfterAsync(Position.Start, 1));
        await standby.PromoteAsync();
        await copy.StartProcessAsync();
        var next = await copy.AppendAsync("a", 1, 2);

        Assert.Equal(("1 2", "1 2"), await copy.ProjectBothAsync(next.Position));
        Assert.InRange(next.Position.Transaction - last.Position.Transaction, 1, 1000);
    }

    private static async Task CaughtUpAsync(EventDatabase origin, EventDatabase copy)
    {
        const string all = "select (select count(*) from dp_event) || ' ' || (select string_agg(numbers, ' ') from noted)";
        var wanted = await origin.QueryAsync(all);
        while (!wanted!.Equals(await copy.QueryAsync(all)))
        {
            await Task.Delay(10, Cancel);
        }
    }
}
