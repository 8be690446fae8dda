namespace DistPatterns.Sagas;

/// <summary>Thrown by a step that has failed for good and has had no effect: it is not tried again, and what was done before is undone.</summary>
/// <remarks>After the pivot, and while a saga compensates, there is no way back: there a step is tried again all the same.</remarks>
public sealed class SagaStepFailedException(string reason, Exception? cause = null) : Exception(reason, cause);
