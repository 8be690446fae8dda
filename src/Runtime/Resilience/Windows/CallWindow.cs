namespace DistPatterns.Resilience;

/// <summary>The recent calls of one circuit, counted by many threads at once and summed only when one of them went wrong.</summary>
internal abstract class CallWindow
{
    public abstract void Record(bool failed, bool slow);

    public abstract CallTotals Totals();

    public abstract void Clear();
}

/// <summary>Calls in a window, and those of them that failed and that were slow.</summary>
internal readonly record struct CallTotals(long Calls, long Failed, long Slow)
{
    public double FailureRatio => Calls == 0 ? 0 : (double)Failed / Calls;

    public double SlowRatio => Calls == 0 ? 0 : (double)Slow / Calls;
}
