namespace DistPatterns.Resilience;

/// <summary>How the wait of a call ended: with a permit, with its caller gone, or rejected.</summary>
internal readonly record struct QueueVerdict(bool IsGranted, BulkheadRejectionReason? Rejection)
{
    public static QueueVerdict Granted => new(true, null);

    public static QueueVerdict Cancelled => default;

    public static QueueVerdict Rejected(BulkheadRejectionReason reason) => new(false, reason);
}
