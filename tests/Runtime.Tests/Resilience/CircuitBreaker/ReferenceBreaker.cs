using DistPatterns.Resilience;

namespace DistPatterns.Runtime.Tests.Resilience;

/// <summary>What the breaker must do, said as plainly as possible: one thread, lists, and a call that knows its period.</summary>
internal sealed class ReferenceBreaker(CircuitSettings settings, TimeSpan windowLength, Func<double> random)
{
    private readonly List<(long At, Fate Fate)> calls = [];
    private readonly List<Fate> probes = [];
    private int admittedProbes;
    private int breaks;
    private int streak;
    private long since;
    private long openUntil;
    private long lastProbeAt;
    private Period period = new();

    public BreakerState State { get; private set; } = BreakerState.Closed;

    /// <summary>The call's period, or none when it is rejected.</summary>
    public Period? Enter(long now)
    {
        if (State == BreakerState.Open && now >= openUntil)
        {
            Begin(BreakerState.HalfOpen, now);
        }

        if (State == BreakerState.HalfOpen && admittedProbes == settings.Probes
            && now >= lastProbeAt + (long)settings.ProbeExpiry.TotalMilliseconds)
        {
            probes.AddRange(Enumerable.Repeat(Fate.Failure, admittedProbes - probes.Count));
            JudgeProbes(now);
        }

        if (State == BreakerState.Recovering && now >= since + (long)settings.RecoveryRamp.TotalMilliseconds)
        {
            Begin(BreakerState.Closed, now, forget: false);
        }

        switch (State)
        {
            case BreakerState.Closed:
                return period;
            case BreakerState.HalfOpen when admittedProbes < settings.Probes:
                admittedProbes++;
                lastProbeAt = now;
                return period;
            case BreakerState.Recovering:
                return random() < 0.1 + (0.9 * (now - since) / settings.RecoveryRamp.TotalMilliseconds) ? period : null;
            default:
                return null;
        }
    }

    public void Exit(Period admittedIn, Fate fate, long now)
    {
        if (admittedIn != period)
        {
            return;
        }

        if (State == BreakerState.HalfOpen)
        {
            if (fate == Fate.Cancelled)
            {
                admittedProbes--;
                return;
            }

            probes.Add(fate);
            JudgeProbes(now);
        }
        else if (fate != Fate.Cancelled)
        {
            calls.Add((now, fate));
            streak = fate == Fate.Failure ? streak + 1 : 0;
            if ((settings.ConsecutiveFailures > 0 && streak >= settings.ConsecutiveFailures) || (fate != Fate.Success && WindowTrips(now)))
            {
                Begin(BreakerState.Open, now);
            }
        }
    }

    public void Isolate(long now)
    {
        if (State != BreakerState.Isolated)
        {
            Begin(BreakerState.Isolated, now);
        }
    }

    public void Close(long now)
    {
        if (State != BreakerState.Closed)
        {
            Begin(BreakerState.Closed, now);
        }
    }

    private bool WindowTrips(long now)
    {
        var bucket = (long)windowLength.TotalMilliseconds / 10;
        var recent = calls.Where(call => (now / bucket) - (call.At / bucket) < 10).ToList();
        double failed = recent.Count(call => call.Fate == Fate.Failure), slow = recent.Count(call => call.Fate == Fate.Slow);
        return recent.Count >= settings.MinimumCalls
            && ((failed > 0 && failed / recent.Count >= settings.FailureRatio) || (slow > 0 && slow / recent.Count >= settings.SlowRatio));
    }

    private void JudgeProbes(long now)
    {
        var failed = probes.Count(fate => fate != Fate.Success);
        var allowed = (int)decimal.Floor(settings.Probes * (decimal)settings.ProbeFailureRatio);
        if (failed > allowed)
        {
            Begin(BreakerState.Open, now);
        }
        else if (probes.Count - failed >= settings.Probes - allowed)
        {
            Begin(settings.RecoveryRamp > TimeSpan.Zero ? BreakerState.Recovering : BreakerState.Closed, now);
        }
    }

    private void Begin(BreakerState state, long now, bool forget = true)
    {
        State = state;
        since = now;
        period = new Period();
        probes.Clear();
        admittedProbes = 0;
        breaks = state switch
        {
            BreakerState.Open => breaks + 1,
            BreakerState.Closed or BreakerState.Isolated => 0,
            _ => breaks,
        };
        openUntil = state == BreakerState.Open ? now + (long)settings.BreakDuration.Of(breaks).TotalMilliseconds : 0;
        if (forget && state is not BreakerState.Open)
        {
            calls.Clear();
            streak = 0;
        }
    }

    /// <summary>The time between two changes of state; a call counts in the one it was admitted in.</summary>
    internal sealed class Period;
}
