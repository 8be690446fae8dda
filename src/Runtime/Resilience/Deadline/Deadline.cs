using Polly;

namespace DistPatterns.Resilience;

/// <summary>
/// The moment by which work must be done, on a monotonic clock. One deadline covers a call and everything the call
/// causes, where a timeout starts anew at every hop and lets a chain of them outlive the caller.
/// </summary>
/// <remarks>
/// Immutable and safe to share. It travels in a <see cref="ResilienceContext"/>, see <see cref="Set"/>, and as the ambient
/// <see cref="Current"/>; where both are there, the sooner one holds, see <see cref="Of"/>. Between processes
/// the time that remains is sent, never a time of day, so clocks need not agree (as <c>grpc-timeout</c> does).
/// </remarks>
public class Deadline
{
    private static readonly AsyncLocal<Deadline?> Ambient = new();

    private readonly TimeProvider _time;
    private readonly long _expiresAt;

    private protected Deadline(TimeProvider time, long expiresAt) => (_time, _expiresAt) = (time, expiresAt);

    private protected Deadline(Deadline other) => (_time, _expiresAt) = (other._time, other._expiresAt);

    /// <summary>The deadline of the current asynchronous flow, or <see langword="null"/> where none was pushed.</summary>
    public static Deadline? Current => Ambient.Value;

    /// <summary>The time left; <see cref="TimeSpan.Zero"/> once expired, never negative.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = _time.GetElapsedTime(_time.GetTimestamp(), _expiresAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether no time is left.</summary>
    public bool IsExpired => _time.GetTimestamp() >= _expiresAt;

    /// <summary>The deadline that is <paramref name="timeout"/> from now.</summary>
    /// <param name="timeout">Zero is a deadline that has already expired. What the clock cannot hold ends at its limit.</param>
    /// <param name="timeProvider">The clock it is counted on; its monotonic timestamp, never its time of day.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="timeout"/> is negative. <see cref="Timeout.InfiniteTimeSpan"/> is too: no deadline is <see langword="null"/>.
    /// </exception>
    public static Deadline After(TimeSpan timeout, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return new Deadline(timeProvider, long.CreateSaturating(timeProvider.GetTimestamp() + timeProvider.TimestampsIn(timeout)));
    }

    /// <summary>The deadline that holds for an execution: the sooner of the context's and the ambient one.</summary>
    public static Deadline? Of(ResilienceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Sooner(ContextDeadline.In(context), Current);
    }

    /// <summary>Gives an execution its deadline; do so before it starts. Contexts of hedged calls copy it.</summary>
    public static void Set(ResilienceContext context, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(deadline);
        ContextDeadline.Put(context, new ContextDeadline(deadline, deadline.Remaining));
    }

    /// <summary>The one that expires first; a <see langword="null"/> never expires.</summary>
    public static Deadline? Sooner(Deadline? first, Deadline? second)
    {
        if (first is null || second is null || ReferenceEquals(first, second))
        {
            return first ?? second;
        }

        // Timestamps of two clocks have different origins; what remains on each can be compared.
        var firstIsSooner = ReferenceEquals(first._time, second._time)
            ? first._expiresAt <= second._expiresAt
            : first.Remaining <= second.Remaining;
        return firstIsSooner ? first : second;
    }

    /// <summary>Makes <paramref name="deadline"/> ambient for the code and the tasks started until the scope is disposed.</summary>
    /// <remarks>An ambient deadline that is sooner stays: nested work can shorten its caller's time, never extend it.</remarks>
    public static DeadlineScope Push(Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        var scope = new DeadlineScope(Current);
        Ambient.Value = Sooner(deadline, Current);
        return scope;
    }

    /// <summary>
    /// Takes the ambient deadline away until the scope is disposed: for work that outlives the call which starts it,
    /// such as a cache's refresh. Without it such work would keep the call's deadline, long expired, for good.
    /// </summary>
    public static DeadlineScope Suppress()
    {
        var scope = new DeadlineScope(Current);
        Ambient.Value = null;
        return scope;
    }

    internal static void Restore(Deadline? previous) => Ambient.Value = previous;
}
