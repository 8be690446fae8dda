using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using DistPatterns.Validation;

namespace DistPatterns.Replication;

/// <summary>How many replicas there are, and how many a write and a read wait for.</summary>
/// <param name="N">Replicas of each key, from 1 to 31.</param>
/// <param name="W">Replicas that must hold a write before it is acknowledged, from 1 to N.</param>
/// <param name="R">Replicas that must answer a read, from 1 to N.</param>
/// <remarks>
/// W + R &gt; N makes a read meet the last write, and W &gt; N / 2 makes two writes meet: Gifford, <i>Weighted Voting for Replicated Data</i>, 1979.
/// </remarks>
public sealed record QuorumOptions([property: Within(1, 31)] int N, [property: Within(1, 31)] int W, [property: Within(1, 31)] int R) : IValidatableObject
{
    /// <summary>What is promised. Default <see cref="QuorumMode.Atomic"/>.</summary>
    public QuorumMode Mode { get; init; } = QuorumMode.Atomic;

    /// <summary>Allows W + R ≤ N: a read may then miss the last write. Only in <see cref="QuorumMode.Fast"/>. Default false.</summary>
    public bool AllowStale { get; init; }

    /// <summary>Allows W ≤ N / 2: two writes may both be acknowledged and one lost. Only in <see cref="QuorumMode.Fast"/>. Default false.</summary>
    public bool LastWriterWins { get; init; }

    /// <summary>How long one replica may take to answer, from 1 ms to 10 minutes. Default 1 s.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan ReplicaTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The part of answers after which another replica is asked, from 0.5 to 0.999. Default 0.95, which adds 5 % to the load:
    /// Dean and Barroso, <i>The Tail at Scale</i>, 2013.
    /// </summary>
    [Within(0.5, 0.999)]
    public double HedgeQuantile { get; init; } = 0.95;

    /// <summary>
    /// What asking another replica beside slow ones is paid from: each round of an operation pays in, each such request takes one out, and where there
    /// is none the round waits for those it has asked. Null by default: no bound but <see cref="HedgeQuantile"/>. Give the one that retries are paid
    /// from.
    /// </summary>
    public RetryBudget? Budget { get; init; }

    /// <summary>How often writes that a replica missed are offered to it again, from 10 ms to 1 hour. Default 10 s.</summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan HintInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many missed writes are kept, the newest for each key and replica, 0 (none) to 1,000,000; reads repair the others. Default 10,000.</summary>
    [Within(0, 1_000_000)]
    public int HintCapacity { get; init; } = 10_000;

    /// <summary>The tie-break of versions, which must belong to one client alone: random for each, and given by simulations only, which must repeat.</summary>
    internal Guid? Writer { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (W > N)
        {
            yield return new($"W is {W}; it must be from 1 to N, which is {N}.", [nameof(W)]);
        }

        if (R > N)
        {
            yield return new($"R is {R}; it must be from 1 to N, which is {N}.", [nameof(R)]);
        }

        if (Mode == QuorumMode.Atomic && (AllowStale || LastWriterWins))
        {
            var allowed = AllowStale ? nameof(AllowStale) : nameof(LastWriterWins);
            yield return new(
                $"{allowed} is true, and {nameof(Mode)} is Atomic, which neither reads stale values nor loses writes; set {nameof(Mode)} to Fast.",
                [nameof(Mode)]);
        }

        if (W + R <= N && !AllowStale)
        {
            yield return new(
                $"W {W} + R {R} ≤ N {N}: a read may miss the last write. R must be at least {N - W + 1}, or {nameof(AllowStale)} true.",
                [nameof(R)]);
        }

        if (2 * W <= N && !LastWriterWins)
        {
            yield return new(
                $"W {W} ≤ N {N} / 2: two writes may both be acknowledged and one lost. W must be at least {(N / 2) + 1}, or {nameof(LastWriterWins)} true.",
                [nameof(W)]);
        }
    }
}

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
