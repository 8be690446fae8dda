namespace DistPatterns.Partitioning;

/// <summary>What a member answers to a request that was routed to it.</summary>
public enum RoutingVerdict
{
    /// <summary>It owns the key: serve.</summary>
    Owner = 0,

    /// <summary>Another member owns the key in the receiver's map, which is the sender's or a later one: answer with <see cref="PartitionMap.Epoch"/>, so that the sender fetches that map.</summary>
    NotOwner = 1,

    /// <summary>The sender has a later map than the receiver, which may have lost the key: fetch the map before serving.</summary>
    ReceiverIsBehind = 2,
}
