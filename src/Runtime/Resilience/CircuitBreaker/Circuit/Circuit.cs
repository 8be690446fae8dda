namespace DistPatterns.Resilience;

/// <summary>The state machine of a circuit breaker, free of locks: what was admitted, what came of it, and what follows.</summary>
/// <remarks>
/// A call holds the generation it was admitted in; what it reports after the circuit has moved on is ignored, so the
/// late success of a call from before the break cannot close the circuit. A transition is a compare-and-swap from the
/// very snapshot that gave reason for it: of two threads that see the same reason one makes it, and the other looks again.
/// </remarks>
internal sealed class Circuit(
    CircuitSettings settings, CallWindow window, MillisecondClock clock, TransitionQueue transitions, Func<double> random)
{
    /// <summary>The ticket of a call that no generation counts.</summary>
    public const long Untracked = -1;

    private const double FirstShare = 0.1;

    private readonly long _probeExpiry = (long)settings.ProbeExpiry.TotalMilliseconds;
    private readonly long _ramp = (long)settings.RecoveryRamp.TotalMilliseconds;
    private CircuitSnapshot _snapshot = new();
    private long _lastProbeAt;
    private int _streak;

    public BreakerState State => Snapshot.State;

    public CallTotals Totals => window.Totals();

    private CircuitSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>What is left of the break; none when the circuit is not open.</summary>
    public TimeSpan? RetryAfter => Snapshot is { State: BreakerState.Open } open
        ? TimeSpan.FromMilliseconds(Math.Max(0, open.Time - clock.Now))
        : null;

    public bool TryEnter(out long ticket)
    {
        var now = Snapshot;
        ticket = now.Generation;
        return now.State == BreakerState.Closed || TryEnterGuarded(out ticket);
    }

    public void Exit(long ticket, CallResult result, bool slow)
    {
        var now = Snapshot;
        if (now.Generation != ticket)
        {
            return;
        }

        if (now.State == BreakerState.HalfOpen)
        {
            ExitProbe(ticket, slow ? CallResult.Failed : result);
        }
        else if (result != CallResult.Withdrawn)
        {
            Count(now, result == CallResult.Failed, slow);
        }
    }

    public void Isolate()
    {
        for (var now = Snapshot; now.State != BreakerState.Isolated && !TryMove(now, now.Isolate(), BreakerReason.Manual); now = Snapshot)
        {
        }
    }

    public void Close()
    {
        for (var now = Snapshot; now.State != BreakerState.Closed; now = Snapshot)
        {
            Forget();
            if (TryMove(now, now.Close(), BreakerReason.Manual))
            {
                return;
            }
        }
    }

    private bool TryEnterGuarded(out long ticket)
    {
        while (true)
        {
            var now = Snapshot;
            ticket = now.Generation;
            switch (now.State)
            {
                case BreakerState.Closed:
                    return true;
                case BreakerState.Isolated:
                    return false;
                case BreakerState.Open when clock.Now < now.Time:
                    return false;
                case BreakerState.Open:
                    if (TryBeginProbes(now, out ticket))
                    {
                        return true;
                    }

                    break;
                case BreakerState.HalfOpen when now.Admitted < settings.Probes:
                    NoteProbe();
                    if (TrySwap(now, now.ProbeAdmitted()))
                    {
                        return true;
                    }

                    break;
                case BreakerState.HalfOpen when clock.Now < Volatile.Read(ref _lastProbeAt) + _probeExpiry:
                    return false;
                case BreakerState.HalfOpen:
                    Settle(now, now.ProbesFailed(now.Pending), BreakerReason.ProbesExpired);
                    break;
                case BreakerState.Recovering when clock.Now >= now.Time + _ramp:
                    TryMove(now, now.Close(), BreakerReason.Recovered);
                    break;
                default:
                    return random() < FirstShare + ((1 - FirstShare) * (clock.Now - now.Time) / _ramp);
            }
        }
    }

    private bool TryBeginProbes(CircuitSnapshot open, out long ticket)
    {
        NoteProbe();
        var next = open.HalfOpen().ProbeAdmitted();
        ticket = next.Generation;
        if (!TryMove(open, next, BreakerReason.BreakOver))
        {
            return false;
        }

        // Nothing is counted while half open, and this thread's own probe is still to come: the window is empty before the circuit closes.
        Forget();
        return true;
    }

    private void ExitProbe(long ticket, CallResult result)
    {
        for (var now = Snapshot; now.Generation == ticket; now = Snapshot)
        {
            var counted = result switch
            {
                CallResult.Succeeded => now.ProbeSucceeded(),
                CallResult.Failed => now.ProbesFailed(1),
                _ => now.ProbeWithdrawn(),
            };
            if (Settle(now, counted, BreakerReason.Probes))
            {
                return;
            }
        }
    }

    /// <summary>Decides as soon as the probes that are still out could not change the answer.</summary>
    private bool Settle(CircuitSnapshot now, CircuitSnapshot counted, BreakerReason reason)
    {
        if (counted.Failed > settings.AllowedProbeFailures)
        {
            return TryMove(now, Opened(counted), reason);
        }

        if (counted.Succeeded < settings.Probes - settings.AllowedProbeFailures
            && counted.Succeeded + counted.Failed < settings.Probes)
        {
            return TrySwap(now, counted);
        }

        return TryMove(now, _ramp > 0 ? counted.Recover(clock.Now) : counted.Close(), reason);
    }

    private void Count(CircuitSnapshot now, bool failed, bool slow)
    {
        window.Record(failed, slow);
        if (!failed && Volatile.Read(ref _streak) != 0)
        {
            Volatile.Write(ref _streak, 0);
        }

        var inARow = failed ? Interlocked.Increment(ref _streak) : 0;
        if (settings.ConsecutiveFailures > 0 && inARow >= settings.ConsecutiveFailures)
        {
            TryMove(now, Opened(now), BreakerReason.ConsecutiveFailures);
        }
        else if ((failed || slow) && settings.Trips(window.Totals()))
        {
            TryMove(now, Opened(now), BreakerReason.Window);
        }
    }

    private CircuitSnapshot Opened(CircuitSnapshot now) => now.Open(clock.Now, settings.BreakDuration);

    private void Forget()
    {
        window.Clear();
        Volatile.Write(ref _streak, 0);
    }

    // Before the permit is taken, and never backwards: a thread that is late with it cannot make another's probe expire.
    private void NoteProbe() => Atomic.RaiseTo(ref _lastProbeAt, clock.Now);

    private bool TryMove(CircuitSnapshot from, CircuitSnapshot to, BreakerReason reason)
    {
        if (!TrySwap(from, to))
        {
            return false;
        }

        transitions.Publish(to.Generation, new BreakerTransition(
            from.State, to.State, reason, to.State == BreakerState.Open ? settings.BreakDuration.Of(to.Breaks) : null));
        return true;
    }

    private bool TrySwap(CircuitSnapshot from, CircuitSnapshot to) =>
        ReferenceEquals(Interlocked.CompareExchange(ref _snapshot, to, from), from);
}
