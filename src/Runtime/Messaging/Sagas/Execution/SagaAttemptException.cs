namespace DistPatterns.Sagas;

/// <summary>An action threw: its transaction is rolled back, and that it did is written in another.</summary>
/// <param name="version">The version of the saga that it ran for.</param>
/// <param name="failure">How it failed.</param>
/// <param name="cause">What it threw.</param>
internal sealed class SagaAttemptException(long version, SagaFailure failure, Exception cause) : Exception(cause.Message)
{
    /// <summary>What it threw. It is the saga's business, and none of who delivers the message: so it is no inner exception.</summary>
    public Exception Cause { get; } = cause;

    public long Version { get; } = version;

    public SagaFailure Failure { get; } = failure;
}
