namespace DistPatterns.Sagas;

/// <summary>How an attempt failed.</summary>
internal enum SagaFailure
{
    /// <summary>It was refused, and has had no effect.</summary>
    Refused,

    /// <summary>It threw; what it wrote is rolled back.</summary>
    Threw,

    /// <summary>No reply came in time. The command may take effect yet.</summary>
    TimedOut,
}
