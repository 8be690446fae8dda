using Polly;

namespace DistPatterns.Resilience;

/// <summary>A call that a bulkhead rejected.</summary>
public readonly struct OnBulkheadRejectedArguments
{
    internal OnBulkheadRejectedArguments(ResilienceContext context, BulkheadRejectionReason reason) => (Context, Reason) = (context, reason);

    /// <summary>The context of the call.</summary>
    public ResilienceContext Context { get; }

    /// <summary>Why it was rejected.</summary>
    public BulkheadRejectionReason Reason { get; }
}
