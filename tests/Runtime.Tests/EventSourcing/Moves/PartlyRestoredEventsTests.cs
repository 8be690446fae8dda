using DistPatterns.EventSourcing;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>Events and checkpoints that did not come to the other cluster together, or came without their epochs.</summary>
[Collection(Moves.Name)]
public sealed class PartlyRestoredEventsTests(TwoClusters clusters)
{
    [Fact]
    public async Task Checkpoints_without_their_events_are_refused_with_the_projections_that_have_them()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await ProjectedAsync(old);
        await using var copy = await EventDatabase.CreateAsync(young);

        await origin.RestoreIntoAsync(young, copy, "--data-only", "-t", "dp_checkpoint");
        var error = await Assert.ThrowsAsync<PositionsCannotContinueException>(copy.StartProcessAsync);
        Assert.Contains(nameof(Continued), error.Message, StringComparison.Ordinal);

        await copy.QueryAsync($"delete from dp_checkpoint where projection = '{nameof(Continued)}'");
        var last = await copy.AppendAsync("a", 0, 7);
        Assert.Equal(("7", "7"), await copy.ProjectBothAsync(last.Position));
    }

    [Fact]
    public async Task Events_without_their_epochs_are_recognized_by_positions_that_this_cluster_has_not_come_to()
    {
        var (old, young) = await clusters.StartedAsync();
        await using var origin = await ProjectedAsync(old);
        await using var copy = await EventDatabase.CreateAsync(young); // with an epoch of its own

        await origin.RestoreIntoAsync(young, copy, "--data-only", "-t", "dp_event", "-t", "dp_stream", "-t", "dp_checkpoint", "-t", "noted");
        await copy.StartProcessAsync();
        var last = await copy.AppendAsync("a", 2, 3);

        Assert.Equal(("1 2 3", "1 2 3"), await copy.ProjectBothAsync(last.Position));
    }

    private static async Task<EventDatabase> ProjectedAsync(Databases.PostgresCluster cluster)
    {
        var origin = await EventDatabase.CreateAsync(cluster);
        var last = await origin.AppendAsync("a", 0, 1, 2);
        Assert.Equal("1 2", await origin.ProjectAsync<Continued>(last.Position));
        return origin;
    }
}
