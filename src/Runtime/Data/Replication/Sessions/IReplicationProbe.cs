namespace DistPatterns.Replication;

/// <summary>Asks a node how far it is in the leader's log.</summary>
public interface IReplicationProbe<TNode>
{
    /// <summary>Of a leader, the end of its log, all acknowledged writes included; of a follower, what it has applied and shows to readers.</summary>
    ValueTask<ulong> PositionAsync(TNode node, CancellationToken cancellationToken);
}
