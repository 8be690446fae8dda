namespace DistPatterns.Replication;

/// <summary>Writes that a replica missed, the newest for each key, offered to it again until it takes them.</summary>
/// <remarks>A hint is no copy of the value: it lives in this process alone and never counts towards W.</remarks>
internal sealed class Hints<TKey, TValue>(
    QuorumOptions options, IConflictResolver<TValue>? resolver, TimeProvider timeProvider,
    Func<int, ReplicaEntry<TKey, TValue>, Task<bool>> offer, CancellationToken stopping)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Replica, TKey Key), ReplicaEntry<TKey, TValue>> _missed = [];
    private bool _delivering;

    public void Add(int replica, ReplicaEntry<TKey, TValue> entry)
    {
        lock (_gate)
        {
            var place = (replica, entry.Key);
            if (!_missed.ContainsKey(place) && _missed.Count >= options.HintCapacity)
            {
                ReplicationMetrics.HintsDropped.Add(1);
                return;
            }

            _missed[place] = entry.Join(_missed.GetValueOrDefault(place), resolver);
            ReplicationMetrics.HintsKept.Add(1);
            if (_delivering)
            {
                return;
            }

            _delivering = true;
        }

        _ = Deliver();
    }

    private async Task Deliver()
    {
        do
        {
            await Task.Delay(options.HintInterval, timeProvider, stopping).ConfigureAwait(false);
            var away = new HashSet<int>(); // who does not take one is not asked again in this round
            foreach (var ((replica, key), entry) in Snapshot())
            {
                if (away.Contains(replica))
                {
                    continue;
                }

                if (await offer(replica, entry).ConfigureAwait(false))
                {
                    ReplicationMetrics.HintsDelivered.Add(1);
                    Remove((replica, key), entry);
                }
                else
                {
                    away.Add(replica);
                }
            }
        }
        while (AnyLeft());
    }

    private KeyValuePair<(int Replica, TKey Key), ReplicaEntry<TKey, TValue>>[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _missed];
        }
    }

    private void Remove((int Replica, TKey Key) place, ReplicaEntry<TKey, TValue> delivered)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_missed[place], delivered)) // a newer one may have come meanwhile
            {
                _missed.Remove(place);
            }
        }
    }

    private bool AnyLeft()
    {
        lock (_gate)
        {
            return _delivering = _missed.Count > 0;
        }
    }
}
