namespace DistPatterns.Resilience;

/// <summary>How long work may take, beside what else may end it: one token for both.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    /// <summary>Begins now.</summary>
    /// <param name="limit">How long the work may take.</param>
    /// <param name="clock">What measures it.</param>
    /// <param name="caller">Ends the work too.</param>
    /// <param name="other">Ends the work too, where there is something beside the caller.</param>
    public TimeLimit(TimeSpan limit, TimeProvider clock, CancellationToken caller, CancellationToken other = default)
    {
        _caller = caller;
        _time = new CancellationTokenSource(limit, clock);
        _either = other.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(_time.Token, caller, other)
            : CancellationTokenSource.CreateLinkedTokenSource(_time.Token, caller);
    }

    /// <summary>Fires when the time is over, or the caller ends the work.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => _time.IsCancellationRequested;

    /// <summary>Whether the time is over and the caller, who may have had enough too, still waits.</summary>
    public bool IsExceeded => IsOver && !_caller.IsCancellationRequested;

    /// <summary>Gives the work so much time from now on.</summary>
    public void Extend(TimeSpan limit) => _time.CancelAfter(limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
