namespace DistPatterns.Replication;

/// <summary>What a <see cref="QuorumClient{TKey,TValue}"/> promises, and what it pays for it.</summary>
public enum QuorumMode
{
    /// <summary>
    /// Each key is a linearizable register, whatever minority of replicas fails and however clocks stray. A write reads the highest
    /// version before it writes above it; a read writes back what it returns to W replicas, unless W hold it already.
    /// Source: Attiya, Bar-Noy and Dolev, <i>Sharing Memory Robustly in Message-Passing Systems</i>, 1995, with many writers.
    /// </summary>
    Atomic = 0,

    /// <summary>
    /// One round for each operation, versions by a <see cref="HybridLogicalClock"/>. Replicas end up alike, and conflicts are resolved
    /// or the later clock wins. It is <b>not</b> linearizable even when W + R &gt; N: a read during a write, or after a failed one, may see
    /// the new value and the next read the old one, and a write by a clock that is behind may be acknowledged and lost.
    /// </summary>
    Fast = 1,
}
