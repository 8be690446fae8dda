using System.Diagnostics.CodeAnalysis;

namespace DistPatterns.Resilience;

/// <summary>Who goes next. Not safe for concurrent use: the bulkhead's lock guards it.</summary>
/// <remarks>
/// Controlled delay: the queue is late once its oldest call has waited longer than the target through a whole interval.
/// A late queue serves the newest first and gives up those that have waited longer than the interval.
/// </remarks>
internal sealed class WaitQueue(long target, long interval)
{
    private readonly LinkedList<Waiter>[] _lists = [.. Enum.GetValues<CallPriority>().Select(_ => new LinkedList<Waiter>())];
    private long? _aboveTargetSince;

    public void Add(Waiter waiter) => ListOf(waiter).AddLast(waiter.Node);

    public bool TryRemove(Waiter waiter)
    {
        if (waiter.Node.List is null)
        {
            return false;
        }

        ListOf(waiter).Remove(waiter.Node);
        return true;
    }

    /// <summary>Takes out the newest call of the lowest priority below <paramref name="priority"/>.</summary>
    public bool TryDisplaceBelow(CallPriority priority, [MaybeNullWhen(false)] out Waiter waiter)
    {
        for (var lower = 0; lower < (int)priority; lower++)
        {
            if (_lists[lower].Last is { } newest)
            {
                _lists[lower].RemoveLast();
                waiter = newest.Value;
                return true;
            }
        }

        waiter = null;
        return false;
    }

    /// <summary>Takes out the call whose turn it is.</summary>
    public bool TryTake(long now, [MaybeNullWhen(false)] out Waiter waiter)
    {
        var isLate = IsLate(now);
        for (var priority = _lists.Length - 1; priority >= 0; priority--)
        {
            var list = _lists[priority];
            if ((isLate ? list.Last : list.First) is { } next)
            {
                list.Remove(next);
                waiter = next.Value;
                return true;
            }
        }

        waiter = null;
        return false;
    }

    /// <summary>Takes out a call that has waited too long in a late queue; call again until there is none.</summary>
    public bool TryTakeAged(long now, [MaybeNullWhen(false)] out Waiter waiter)
    {
        waiter = null;
        if (IsLate(now) && Array.Find(_lists, list => now - list.First?.Value.EnqueuedAt > interval) is { } list)
        {
            waiter = list.First!.Value;
            list.RemoveFirst();
        }

        return waiter is not null;
    }

    /// <summary>Takes out the calls whose deadlines have passed. Looks at all of them: for the timer, not for a call.</summary>
    public List<Waiter> TakeExpired()
    {
        var expired = _lists.SelectMany(list => list).Where(waiter => waiter.Deadline is { IsExpired: true }).ToList();
        expired.ForEach(waiter => ListOf(waiter).Remove(waiter.Node));
        return expired;
    }

    private bool IsLate(long now)
    {
        var oldest = long.MaxValue;
        foreach (var list in _lists)
        {
            oldest = Math.Min(oldest, list.First?.Value.EnqueuedAt ?? long.MaxValue);
        }

        // A burst that drains passes within the interval; only a standing queue stays above the target through it.
        _aboveTargetSince = oldest == long.MaxValue || now - oldest <= target ? null : _aboveTargetSince ?? now;
        return now - _aboveTargetSince >= interval;
    }

    private LinkedList<Waiter> ListOf(Waiter waiter) => _lists[(int)waiter.Priority];
}
