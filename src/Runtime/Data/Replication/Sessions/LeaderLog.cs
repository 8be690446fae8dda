namespace DistPatterns.Replication;

/// <summary>Where the leader's log ended at what time: whoever has applied a position holds every write acknowledged until then.</summary>
/// <remarks>Staleness is so measured by one clock, that of the router. A follower's own idea of its lag is zero while it is cut off.</remarks>
internal sealed class LeaderLog
{
    private const int Kept = 1_024;

    private readonly Queue<(ulong Position, long At)> _samples = new();

    private ulong _last;

    public ulong Position => Volatile.Read(ref _last);

    /// <summary>Notes a position.</summary>
    /// <param name="position">What the leader answered.</param>
    /// <param name="askedAt">When it was asked, before it answered: no write acknowledged before then is beyond the position.</param>
    public void Add(ulong position, long askedAt)
    {
        if (position < _last)
        {
            _samples.Clear(); // another leader, with a log of its own
        }

        Volatile.Write(ref _last, position);
        _samples.Enqueue((position, askedAt));
        if (_samples.Count > Kept)
        {
            _samples.Dequeue();
        }
    }

    /// <summary>The latest time of which a position holds everything; null if not known.</summary>
    public long? FreshAt(ulong position)
    {
        long? fresh = null;
        foreach (var sample in _samples.TakeWhile(sample => sample.Position <= position))
        {
            fresh = sample.At;
        }

        return fresh;
    }
}
