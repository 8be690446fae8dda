namespace DistPatterns.EventSourcing;

/// <summary>Events came to this cluster from another, and their positions cannot go on as things are. The message names the way out.</summary>
public sealed class PositionsCannotContinueException : InvalidOperationException
{
    private PositionsCannotContinueException(string message) : base(message)
    {
    }

    internal static PositionsCannotContinueException StillCopied(string subscription) => new(
        $"The subscription '{subscription}' still writes into dp_event, in the order in which another cluster commits: a reader here would skip events. "
        + "Use the events on the cluster that publishes them. To let this copy take over, end what writes there, wait until all has arrived, "
        + "drop the subscription, and start again.");

    internal static PositionsCannotContinueException CheckpointsBeyond(string projections) => new(
        $"Projections are farther than the last event that came to this cluster: {projections}. They have applied events that are not here. "
        + "Restore dp_event, dp_stream, dp_event_epoch and dp_checkpoint from one dump, or empty the read models of these projections, "
        + "delete their rows of dp_checkpoint, and start again.");
}
