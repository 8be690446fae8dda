using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Replication;

/// <summary>A clock whose moments grow along every chain of cause and effect, and stay near to the wall clock.</summary>
/// <remarks>
/// Draw with <see cref="Now"/> for each event and message, and <see cref="Observe"/> the moment of each message received. A moment
/// is never further ahead of the wall clocks than <see cref="HybridClockOptions.MaxSkew"/>, and one millisecond for each 65,536 drawn
/// in it. Lock-free. Source: Kulkarni, Demirbas and others, <i>Logical Physical Clocks</i>, 2014.
/// </remarks>
public sealed class HybridLogicalClock
{
    private readonly TimeProvider _timeProvider;
    private readonly HybridClockOptions _options;
    private long _last;

    /// <summary>A clock over a wall clock.</summary>
    /// <param name="timeProvider">The wall clock; the system's when null.</param>
    /// <param name="options">Skew and floor; the defaults when null.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public HybridLogicalClock(TimeProvider? timeProvider = null, HybridClockOptions? options = null)
    {
        _timeProvider = timeProvider ?? TimeProvider.System;
        _options = (options ?? new()).Validated();
        _last = _options.Floor.Value;
    }

    /// <summary>A moment above every one that was drawn or observed before.</summary>
    public HybridTimestamp Now() => Advance(0);

    /// <summary>A moment above a received one, and above every one that was drawn or observed before.</summary>
    /// <exception cref="ClockSkewException">The received moment is too far ahead; nothing has changed.</exception>
    public HybridTimestamp Observe(HybridTimestamp remote)
    {
        var ahead = Ahead(remote);
        return ahead <= _options.MaxSkew ? Advance(remote.Value) : throw new ClockSkewException(remote, ahead, _options.MaxSkew);
    }

    /// <summary>As <see cref="Observe"/>, for a moment that is no reason to fail: one that is too far ahead is not believed.</summary>
    /// <returns>Whether it was believed.</returns>
    public bool TryObserve(HybridTimestamp remote)
    {
        var believed = Ahead(remote) <= _options.MaxSkew;
        if (believed)
        {
            Advance(remote.Value);
        }

        return believed;
    }

    private TimeSpan Ahead(HybridTimestamp remote) => TimeSpan.FromMilliseconds(remote.Milliseconds - WallMilliseconds());

    // a counter that overflows carries into the milliseconds, since both are one integer
    private HybridTimestamp Advance(long above)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _last);
            var next = Math.Max(WallMilliseconds() << HybridTimestamp.CounterBits, Math.Max(seen, above) + 1);
            if (Interlocked.CompareExchange(ref _last, next, seen) == seen)
            {
                return new(next);
            }
        }
    }

    private long WallMilliseconds() => _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
}
