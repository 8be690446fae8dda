using DistPatterns.Messaging;

namespace DistPatterns.Sagas;

/// <summary>A step of a saga.</summary>
/// <param name="Name">Its name, for good: sagas that are under way know it by that.</param>
/// <param name="Action">What it does.</param>
/// <param name="Compensation">What undoes it; null when there is nothing to undo.</param>
/// <param name="AfterPivot">Whether there is no way back any more.</param>
internal sealed record SagaStep<TState>(string Name, SagaAction<TState> Action, SagaAction<TState>? Compensation, bool AfterPivot);

/// <summary>What a step does, or what undoes it: it runs here, or is a command to another; neither where it is done already.</summary>
internal sealed record SagaAction<TState>
{
    public Func<TState, SagaContext, CancellationToken, ValueTask>? Run { get; init; }

    public Func<TState, object>? Command { get; init; }

    public bool IsDone => Run is null && Command is null;

    public Type? CommandType { get; init; }

    /// <summary>Whether a command is done when a reply says so, and not when it is sent.</summary>
    public bool AwaitsReply { get; init; }

    /// <summary>Whether an attempt that throws may have had effects that no rollback takes back.</summary>
    public bool CallsOut { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>How long an attempt of what runs here may take.</summary>
    public TimeSpan RunsFor => Timeout ?? MessageDelivery.DefaultTimeLimit;

    public SagaRetry Retry { get; init; } = SagaRetry.Default;
}
