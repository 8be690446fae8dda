namespace DistPatterns.Partitioning;

/// <summary>The current <see cref="PartitionMap"/> of this process: read without a lock, replaced by a later epoch only.</summary>
public sealed class PartitionTable(PartitionMap map)
{
    private PartitionMap _current = map ?? throw new ArgumentNullException(nameof(map));

    /// <summary>The newest map that was installed.</summary>
    public PartitionMap Current => Volatile.Read(ref _current);

    /// <summary>Installs a map if its epoch is above the current one's; a late message with an old map changes nothing.</summary>
    /// <returns>Whether it was installed.</returns>
    public bool TryInstall(PartitionMap next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var seen = Current;
        while (next.Epoch > seen.Epoch)
        {
            var before = Interlocked.CompareExchange(ref _current, next, seen);
            if (ReferenceEquals(before, seen))
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>Whether a member may serve a request that the sender routed to it.</summary>
    /// <param name="member">The name of the member that was asked: this process.</param>
    /// <param name="hash">The hash of the request's key.</param>
    /// <param name="epoch">The epoch of the map that the sender routed by.</param>
    public RoutingVerdict Check(string member, ulong hash, long epoch)
    {
        var map = Current;
        return epoch > map.Epoch ? RoutingVerdict.ReceiverIsBehind
            : map.Owner(hash).Name == member ? RoutingVerdict.Owner
            : RoutingVerdict.NotOwner;
    }
}
