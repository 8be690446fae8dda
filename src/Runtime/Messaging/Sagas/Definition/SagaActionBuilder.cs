namespace DistPatterns.Sagas;

/// <summary>Says what a step does, or what undoes it: either <see cref="Runs"/> or <see cref="Sends{TCommand}"/>.</summary>
public sealed class SagaActionBuilder<TState> where TState : class, new()
{
    private readonly SagaBuilder<TState> _saga;
    private readonly string _step;
    private readonly bool _undoes;

    internal SagaActionBuilder(SagaBuilder<TState> saga, string step, bool undoes) => (_saga, _step, _undoes) = (saga, step, undoes);

    internal SagaAction<TState> Action { get; private set; } = new();

    internal bool CanFailByReply { get; private set; }

    /// <summary>
    /// Runs here, in the transaction that the saga is saved in: what is written in it is there once. An action that throws is rolled back and tried
    /// again; a crash has it run again.
    /// </summary>
    public SagaActionBuilder<TState> Runs(Func<TState, SagaContext, CancellationToken, ValueTask> run)
    {
        Action = Action with { Run = run };
        return this;
    }

    /// <summary>
    /// Says that what runs here has effects outside the database too, and must be idempotent: an attempt that throws may have had them, so the step is undone
    /// as well when it is given up. What undoes it must bear that there is nothing to undo.
    /// </summary>
    public SagaActionBuilder<TState> CallsOut()
    {
        Action = Action with { CallsOut = true };
        return this;
    }

    /// <summary>
    /// Sends a command, in the order of the saga's others to the same destination. It is done when <see cref="CompletedBy{TReply}"/> says so; where
    /// that is not said, when it is sent.
    /// </summary>
    public SagaActionBuilder<TState> Sends<TCommand>(Func<TState, TCommand> command) where TCommand : notnull
    {
        Action = Action with { Command = state => command(state), CommandType = typeof(TCommand) };
        return this;
    }

    /// <summary>The reply that says that it is done.</summary>
    /// <param name="key">The key of the saga, from the reply.</param>
    /// <param name="apply">What the saga takes from it.</param>
    public SagaActionBuilder<TState> CompletedBy<TReply>(Func<TReply, string> key, Action<TState, TReply>? apply = null) where TReply : notnull
    {
        Action = Action with { AwaitsReply = true };
        _saga.Bind(key, apply, _undoes ? SagaRole.CompensationCompleted : SagaRole.Completed, _step);
        return this;
    }

    /// <summary>The reply that says that it failed and has had no effect. It is not tried again, but after the pivot and where it undoes something.</summary>
    /// <param name="key">The key of the saga, from the reply.</param>
    /// <param name="apply">What the saga takes from it.</param>
    public SagaActionBuilder<TState> FailedBy<TReply>(Func<TReply, string> key, Action<TState, TReply>? apply = null) where TReply : notnull
    {
        CanFailByReply = true;
        _saga.Bind(key, apply, _undoes ? SagaRole.CompensationFailed : SagaRole.Failed, _step);
        return this;
    }

    /// <summary>
    /// How long one attempt may take. Without it, 30 s for what runs here, and for good for a command. An action that goes on after that is left
    /// behind, without its transaction. A command without a reply by then is sent again under the same id, and when that was tried often enough the
    /// step counts as one that may have had its effect: it is undone too.
    /// </summary>
    public SagaActionBuilder<TState> Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        Action = Action with { Timeout = timeout };
        return this;
    }

    /// <summary>How often and when it is tried again. After the pivot, and where it undoes something, it is tried until it succeeds.</summary>
    /// <param name="attempts">How often in all. Default 3.</param>
    /// <param name="delay">The wait after the first, which doubles each time. Default one second.</param>
    /// <param name="maxDelay">Where it stops doubling. Default one minute.</param>
    public SagaActionBuilder<TState> Retry(int attempts = 3, TimeSpan? delay = null, TimeSpan? maxDelay = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        Action = Action with { Retry = new(attempts, delay ?? SagaRetry.Default.Delay, maxDelay ?? SagaRetry.Default.MaxDelay) };
        return this;
    }
}
