namespace DistPatterns.Sagas;

/// <summary>How a saga goes.</summary>
internal sealed class SagaDefinition<TState>(string name, IReadOnlyList<SagaStep<TState>> steps, IReadOnlyDictionary<Type, SagaBinding<TState>> bindings)
{
    public string Name { get; } = name;

    /// <summary>The consumer that the saga is, and the destination of what it sends to itself.</summary>
    public string Address { get; } = $"saga.{name}";

    public IReadOnlyList<SagaStep<TState>> Steps { get; } = steps;

    public IReadOnlyDictionary<Type, SagaBinding<TState>> Bindings { get; } = bindings;

    /// <summary>The types of the messages that it sends.</summary>
    public IEnumerable<Type> Commands =>
        Steps.SelectMany(s => new[] { s.Action.CommandType, s.Compensation?.CommandType }).OfType<Type>();

    /// <summary>How long the longest attempt of what runs here may take.</summary>
    public TimeSpan LongestRun =>
        Steps.SelectMany(s => new[] { s.Action, s.Compensation })
            .Where(a => a?.Run is not null)
            .Select(a => a!.RunsFor)
            .DefaultIfEmpty()
            .Max();

    /// <summary>The place of a step that a saga has begun.</summary>
    /// <exception cref="InvalidOperationException">The step is not there any more.</exception>
    public int IndexOf(string step)
    {
        for (var i = 0; i < Steps.Count; i++)
        {
            if (Steps[i].Name == step)
            {
                return i;
            }
        }

        throw new InvalidOperationException(
            $"A saga '{Name}' that is under way has the step '{step}', which its definition does not have any more: "
                + "keep it until no saga needs it.");
    }
}

/// <summary>What a type of messages means to a saga.</summary>
/// <param name="Key">The key of the saga that a message belongs to.</param>
/// <param name="Apply">What the saga takes from it.</param>
/// <param name="Role">What it says.</param>
/// <param name="Step">Of which step it says so; null for a start.</param>
internal sealed record SagaBinding<TState>(Func<object, string> Key, Action<TState, object> Apply, SagaRole Role, string? Step);

/// <summary>What a message says to a saga.</summary>
internal enum SagaRole
{
    Start,
    Completed,
    Failed,
    CompensationCompleted,
    CompensationFailed,
}
