using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

/// <summary>A circuit and its reference, driven by the same schedule on one virtual clock.</summary>
internal sealed class CircuitRun
{
    /// <summary>Small numbers, so that short schedules reach every state; one probe of three may fail.</summary>
    public static readonly CircuitSettings Settings = new()
    {
        FailureRatio = 0.5,
        SlowRatio = 0.5,
        MinimumCalls = 2,
        ConsecutiveFailures = 0,
        Probes = 3,
        ProbeFailureRatio = 0.4,
        ProbeExpiry = TimeSpan.FromSeconds(2),
        BreakDuration = BreakDurations.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)),
        RecoveryRamp = TimeSpan.Zero,
    };

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider time = new();
    private readonly MillisecondClock clock;
    private readonly Circuit circuit;
    private readonly ReferenceBreaker reference;
    private readonly List<(long Ticket, ReferenceBreaker.Period Period)> inFlight = [];
    private readonly bool hasTags;
    private int generation;

    public CircuitRun(CircuitSettings settings, bool hasTags = true)
    {
        this.hasTags = hasTags;
        clock = new MillisecondClock(time);
        var transitions = new TransitionQueue(_ =>
        {
            generation++;
            return ValueTask.CompletedTask;
        });
        circuit = new Circuit(settings, new TimeWindow(clock, Window, 10), clock, transitions, new Random(1).NextDouble);
        reference = new ReferenceBreaker(settings, Window, new Random(1).NextDouble);
    }

    public HashSet<BreakerState> Visited { get; } = [];

    /// <summary>Whether both did the same at every step.</summary>
    public bool Agrees(IEnumerable<Command> schedule) => schedule.All(Agrees);

    private bool Agrees(Command command)
    {
        switch (command.Step)
        {
            case Step.Enter:
                var expected = reference.Enter(clock.Now);
                var entered = circuit.TryEnter(out var ticket);
                if (expected is not null)
                {
                    inFlight.Add((ticket, expected));
                }

                if (entered != expected is not null)
                {
                    return false;
                }

                break;
            case Step.ExitOldest or Step.ExitNewest when inFlight.Count > 0:
                Exit(command.Step == Step.ExitOldest ? 0 : inFlight.Count - 1, command.Fate);
                break;
            case Step.Wait:
                time.Advance(TimeSpan.FromMilliseconds(command.Milliseconds));
                break;
            case Step.Isolate:
                circuit.Isolate();
                reference.Isolate(clock.Now);
                break;
            case Step.Close:
                circuit.Close();
                reference.Close(clock.Now);
                break;
        }

        Visited.Add(circuit.State);
        return circuit.State == reference.State;
    }

    private void Exit(int call, Fate fate)
    {
        var (ticket, period) = inFlight[call];
        inFlight.RemoveAt(call);
        var result = fate switch
        {
            Fate.Failure => CallResult.Failed,
            Fate.Cancelled => CallResult.Withdrawn,
            _ => CallResult.Succeeded,
        };
        circuit.Exit(hasTags ? ticket : generation, result, fate == Fate.Slow);
        reference.Exit(period, fate, clock.Now);
    }
}
