namespace DistPatterns.Sagas;

/// <summary>What a type of messages means to a saga.</summary>
/// <param name="Key">The key of the saga that a message belongs to.</param>
/// <param name="Apply">What the saga takes from it.</param>
/// <param name="Role">What it says.</param>
/// <param name="Step">Of which step it says so; null for a start.</param>
internal sealed record SagaBinding<TState>(Func<object, string> Key, Action<TState, object> Apply, SagaRole Role, string? Step);
