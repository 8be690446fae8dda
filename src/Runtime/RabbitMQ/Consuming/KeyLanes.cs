namespace DistPatterns.Messaging;

/// <summary>Lets one delivery of a key at a time pass; the others wait behind it in the order of their coming.</summary>
internal sealed class KeyLanes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Delivery>?> _lanes = new(StringComparer.Ordinal);

    /// <summary>Whether the delivery may pass. If not, <see cref="Leave"/> gives it out when it is its turn.</summary>
    public bool TryEnter(Delivery delivery)
    {
        if (delivery.Key is not { } key)
        {
            return true;
        }

        lock (_lock)
        {
            if (_lanes.TryAdd(key, null))
            {
                return true;
            }

            (_lanes[key] ??= new()).Enqueue(delivery);
            return false;
        }
    }

    /// <summary>Ends a delivery that had passed.</summary>
    /// <returns>The next of its key, which has passed now.</returns>
    public Delivery? Leave(Delivery delivery)
    {
        if (delivery.Key is not { } key)
        {
            return null;
        }

        lock (_lock)
        {
            if (_lanes[key] is { Count: > 0 } waiting)
            {
                return waiting.Dequeue();
            }

            _lanes.Remove(key);
            return null;
        }
    }
}
