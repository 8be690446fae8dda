namespace DistPatterns.Resilience;

/// <summary>Why a bulkhead did not let a call through.</summary>
public enum BulkheadRejectionReason
{
    /// <summary>As many calls run as may, and as many wait as may.</summary>
    Full,

    /// <summary>The call waited, and its place went to one of higher priority.</summary>
    Displaced,

    /// <summary>The call waited for too long in a queue that does not drain.</summary>
    Late,

    /// <summary>The call's deadline passed before its turn.</summary>
    DeadlineExpired,
}
