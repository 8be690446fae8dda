namespace DistPatterns.Sagas;

/// <summary>What a message says to a saga.</summary>
internal enum SagaRole
{
    Start,
    Completed,
    Failed,
    CompensationCompleted,
    CompensationFailed,
}
