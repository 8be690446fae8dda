using DistPatterns.Validation;

namespace DistPatterns.Replication;

/// <summary>How a <see cref="ReplicaRouter{TNode}"/> watches its nodes.</summary>
public sealed record ReplicaRouterOptions
{
    /// <summary>How old a value may be when the reader does not say, from 1 ms to 1 day. Default 5 s.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxStaleness { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the nodes are asked, from 10 ms to 1 hour. Default 1 s. No follower is ever known to be fresher than this.</summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a node may take to answer, from 1 ms to 1 minute. Default 1 s.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
