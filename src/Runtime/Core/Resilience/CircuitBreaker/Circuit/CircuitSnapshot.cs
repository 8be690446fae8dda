namespace DistPatterns.Resilience;

/// <summary>All of a circuit's state in 64 bits, so that every transition is one compare-and-swap.</summary>
/// <remarks>
/// state (3) | breaks in a row (4) | generation (19) | payload (38). The payload is a time while the circuit is open or
/// recovering (milliseconds, eight years of them) and three counters of probes while it is half open: a time kept
/// beside the word could belong to another generation than the word. Every transition is a new generation.
/// </remarks>
internal readonly record struct CircuitWord(long Bits)
{
    public const int MaxProbes = (1 << CounterBits) - 1;
    public const int GenerationMask = (1 << 19) - 1;

    private const int CounterBits = 10;
    private const int PayloadBits = 38;
    private const int BreaksShift = PayloadBits + 19;
    private const int StateShift = BreaksShift + 4;
    private const int MaxBreaks = 15;
    private const long PayloadMask = (1L << PayloadBits) - 1;
    private const long OneAdmitted = 1;
    private const long OneSucceeded = 1L << CounterBits;
    private const long OneFailed = 1L << (2 * CounterBits);

    public BreakerState State => (BreakerState)(Bits >>> StateShift);

    public int Breaks => (int)(Bits >>> BreaksShift) & MaxBreaks;

    public int Generation => (int)(Bits >>> PayloadBits) & GenerationMask;

    /// <summary>When the break is over, or when the recovery began.</summary>
    public long Time => Bits & PayloadMask;

    public int Admitted => (int)Bits & MaxProbes;

    public int Succeeded => (int)(Bits >>> CounterBits) & MaxProbes;

    public int Failed => (int)(Bits >>> (2 * CounterBits)) & MaxProbes;

    public int Pending => Admitted - Succeeded - Failed;

    public CircuitWord Open(long until) => Next(BreakerState.Open, Math.Min(Breaks + 1, MaxBreaks), until);

    public CircuitWord HalfOpen() => Next(BreakerState.HalfOpen, Breaks, 0);

    public CircuitWord Recover(long since) => Next(BreakerState.Recovering, Breaks, since);

    public CircuitWord Close() => Next(BreakerState.Closed, 0, 0);

    public CircuitWord Isolate() => Next(BreakerState.Isolated, 0, 0);

    public CircuitWord ProbeAdmitted() => new(Bits + OneAdmitted);

    public CircuitWord ProbeWithdrawn() => new(Bits - OneAdmitted);

    public CircuitWord ProbeSucceeded() => new(Bits + OneSucceeded);

    public CircuitWord ProbesFailed(int count) => new(Bits + (count * OneFailed));

    private CircuitWord Next(BreakerState state, int breaks, long payload) => new(
        ((long)state << StateShift)
        | ((long)breaks << BreaksShift)
        | ((long)((Generation + 1) & GenerationMask) << PayloadBits)
        | (payload & PayloadMask));
}
