namespace DistPatterns.Sagas;

/// <summary>A step of a saga.</summary>
/// <param name="Name">Its name, for good: sagas that are under way know it by that.</param>
/// <param name="Action">What it does.</param>
/// <param name="Compensation">What undoes it; null when there is nothing to undo.</param>
/// <param name="AfterPivot">Whether there is no way back any more.</param>
internal sealed record SagaStep<TState>(string Name, SagaAction<TState> Action, SagaAction<TState>? Compensation, bool AfterPivot);
