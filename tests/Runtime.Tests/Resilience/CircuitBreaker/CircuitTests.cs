using System.Collections.Concurrent;
using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class CircuitTests
{
    private readonly FakeTimeProvider time = new();
    private readonly List<BreakerTransition> transitions = [];
    private readonly CircuitSettings settings = CircuitRun.Settings;

    [Fact]
    public void A_late_success_never_closes_a_half_open_circuit()
    {
        var circuit = Create(settings with { Probes = 1, ProbeFailureRatio = 0 });
        Assert.True(circuit.TryEnter(out var late));
        Trip(circuit);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(circuit.TryEnter(out var probe));

        circuit.Exit(late, CallResult.Succeeded, slow: false);
        Assert.Equal(BreakerState.HalfOpen, circuit.State);

        circuit.Exit(probe, CallResult.Succeeded, slow: false);
        Assert.Equal(BreakerState.Closed, circuit.State);
    }

    [Fact]
    public void A_half_open_circuit_admits_its_probes_and_no_more()
    {
        var circuit = HalfOpen(settings, out _);
        Assert.True(circuit.TryEnter(out _));
        Assert.True(circuit.TryEnter(out _));
        Assert.False(circuit.TryEnter(out _));
    }

    [Fact]
    public void One_probe_of_three_may_fail()
    {
        var circuit = HalfOpen(settings, out var first);
        circuit.TryEnter(out var second);
        circuit.TryEnter(out var third);
        circuit.Exit(first, CallResult.Failed, slow: false);
        circuit.Exit(second, CallResult.Succeeded, slow: false);
        circuit.Exit(third, CallResult.Succeeded, slow: false);
        Assert.Equal(BreakerState.Closed, circuit.State);
    }

    [Fact]
    public void A_slow_probe_has_failed()
    {
        var circuit = HalfOpen(settings with { Probes = 1, ProbeFailureRatio = 0 }, out var probe);
        circuit.Exit(probe, CallResult.Succeeded, slow: true);
        Assert.Equal(BreakerState.Open, circuit.State);
    }

    [Fact]
    public void A_probe_whose_caller_gave_up_leaves_its_place_to_another()
    {
        var circuit = HalfOpen(settings with { Probes = 1, ProbeFailureRatio = 0 }, out var probe);
        Assert.False(circuit.TryEnter(out _));
        circuit.Exit(probe, CallResult.Withdrawn, slow: false);
        Assert.True(circuit.TryEnter(out _));
    }

    [Fact]
    public void Probes_that_hang_count_as_failed_and_are_ignored_afterwards()
    {
        var circuit = HalfOpen(settings with { Probes = 1, ProbeFailureRatio = 0 }, out var hanging);
        time.Advance(settings.ProbeExpiry);
        Assert.False(circuit.TryEnter(out _));
        Assert.Equal(BreakerState.Open, circuit.State);
        Assert.Equal(BreakerReason.ProbesExpired, transitions[^1].Reason);

        circuit.Exit(hanging, CallResult.Succeeded, slow: false);
        Assert.Equal(BreakerState.Open, circuit.State);
    }

    [Fact]
    public void Breaks_double_until_the_circuit_closes_and_then_start_anew()
    {
        var circuit = Create(settings with { Probes = 1, ProbeFailureRatio = 0 });
        Trip(circuit);
        foreach (var seconds in (int[])[1, 2, 4])
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.True(circuit.TryEnter(out var probe));
            circuit.Exit(probe, CallResult.Failed, slow: false);
        }

        time.Advance(TimeSpan.FromSeconds(4));
        circuit.TryEnter(out var good);
        circuit.Exit(good, CallResult.Succeeded, slow: false);
        Trip(circuit);
        Assert.Equal([1, 2, 4, 4, 1], transitions.Where(change => change.To == BreakerState.Open).Select(change => change.BreakDuration!.Value.TotalSeconds));
    }

    [Fact]
    public void A_break_lasts_as_long_as_it_was_announced_however_often_the_circuit_opened_before()
    {
        var durations = BreakDurations.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        var circuit = Create(settings with { Probes = 1, ProbeFailureRatio = 0, BreakDuration = durations });
        Trip(circuit);
        for (var breaks = 1; breaks <= 20; breaks++)
        {
            Assert.Equal(transitions[^1].BreakDuration, circuit.RetryAfter);
            time.Advance(circuit.RetryAfter!.Value);
            Assert.True(circuit.TryEnter(out var probe));
            circuit.Exit(probe, CallResult.Failed, slow: false);
        }
    }

    [Theory]
    [InlineData(0, 0.09, true)]
    [InlineData(0, 0.11, false)]
    [InlineData(5, 0.54, true)]
    [InlineData(5, 0.56, false)]
    [InlineData(10, 0.99, true)]
    public void The_share_of_admitted_calls_rises_over_the_ramp(int seconds, double drawn, bool admitted)
    {
        var circuit = Create(settings with { Probes = 1, ProbeFailureRatio = 0, RecoveryRamp = TimeSpan.FromSeconds(10) }, () => drawn);
        Trip(circuit);
        time.Advance(TimeSpan.FromSeconds(1));
        circuit.TryEnter(out var probe);
        circuit.Exit(probe, CallResult.Succeeded, slow: false);
        Assert.Equal(BreakerState.Recovering, circuit.State);

        time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(admitted, circuit.TryEnter(out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_two_threads_that_find_one_probe_left_one_gets_it(int probes)
    {
        var clock = new MeetingClock();
        var circuit = Create(settings with { Probes = probes, ProbeFailureRatio = 0 }, timeProvider: clock);
        Trip(circuit);
        clock.Now = TimeSpan.FromSeconds(1);
        for (var probe = 1; probe < probes; probe++)
        {
            Assert.True(circuit.TryEnter(out _));
        }

        // Each has read the state and notes the time of its probe: the break's end is one reading more than the probe's time.
        Assert.Equal(1, clock.LetThrough(reading: probes == 1 ? 2 : 1, () => circuit.TryEnter(out _)));
    }

    /// <summary>Threads that enter, fail, succeed and wait at random; the transitions must still make one history.</summary>
    [Fact]
    public void Of_many_threads_the_transitions_make_one_history_and_no_generation_has_more_than_its_probes()
    {
        var circuit = Create(settings with
        {
            BreakDuration = BreakDurations.Constant(TimeSpan.FromMilliseconds(2)),
            RecoveryRamp = TimeSpan.FromMilliseconds(2),
            ProbeExpiry = TimeSpan.FromMilliseconds(20),
        });
        var admitted = new ConcurrentDictionary<long, int>();
        Parallel.For(0, 8, seed =>
        {
            var random = new Random(seed);
            for (var call = 0; call < 4_000; call++)
            {
                if (circuit.TryEnter(out var ticket))
                {
                    admitted.AddOrUpdate(ticket, 1, (_, count) => count + 1);
                    circuit.Exit(ticket, random.Next(5) < 3 ? CallResult.Failed : CallResult.Succeeded, slow: false);
                }
                else
                {
                    time.Advance(TimeSpan.FromMilliseconds(1));
                }
            }
        });

        var state = BreakerState.Closed;
        for (var generation = 1; generation <= transitions.Count; generation++)
        {
            var transition = transitions[generation - 1];
            Assert.Equal(state, transition.From);
            state = transition.To;
            if (state == BreakerState.HalfOpen)
            {
                Assert.InRange(admitted[generation], 1, settings.Probes);
            }
        }

        Assert.Equal(circuit.State, state);
        Assert.Superset(
            new HashSet<BreakerState> { BreakerState.Open, BreakerState.HalfOpen, BreakerState.Recovering },
            transitions.Select(transition => transition.To).ToHashSet());
    }

    private Circuit Create(CircuitSettings with, Func<double>? random = null, TimeProvider? timeProvider = null)
    {
        var clock = new MillisecondClock(timeProvider ?? time);
        var queue = new TransitionQueue(transition =>
        {
            transitions.Add(transition);
            return ValueTask.CompletedTask;
        });
        return new Circuit(with, new TimeWindow(clock, TimeSpan.FromSeconds(10), 10), clock, queue, random ?? (() => 0));
    }

    private Circuit HalfOpen(CircuitSettings with, out long firstProbe)
    {
        var circuit = Create(with);
        Trip(circuit);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(circuit.TryEnter(out firstProbe));
        return circuit;
    }

    private static void Trip(Circuit circuit)
    {
        for (var call = 0; call < 2; call++)
        {
            Assert.True(circuit.TryEnter(out var ticket));
            circuit.Exit(ticket, CallResult.Failed, slow: false);
        }

        Assert.Equal(BreakerState.Open, circuit.State);
    }
}
