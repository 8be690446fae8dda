using Polly;

namespace DistPatterns.Resilience;

/// <summary>A bulkhead did not let the call through; the callee was not called.</summary>
public sealed class BulkheadRejectedException : ExecutionRejectedException
{
    internal BulkheadRejectedException(BulkheadRejectionReason reason)
        : base(reason switch
        {
            BulkheadRejectionReason.Full => "The bulkhead is full and so is its queue.",
            BulkheadRejectionReason.Displaced => "The call's place in the bulkhead's queue went to one of higher priority.",
            BulkheadRejectionReason.Late => "The call waited too long in the bulkhead's queue.",
            _ => "The call's deadline passed while it waited in the bulkhead's queue.",
        }) => Reason = reason;

    /// <summary>Why.</summary>
    public BulkheadRejectionReason Reason { get; }
}
