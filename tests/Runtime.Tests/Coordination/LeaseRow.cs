using DistPatterns.Coordination;

namespace DistPatterns.Runtime.Tests.Coordination;

/// <summary>A store of one lease in memory, by its own clock: what the SQL stores do, for virtual time.</summary>
internal sealed class LeaseRow(TimeProvider time) : ILeaseStore
{
    private Guid _owner;
    private long _token;
    private long? _taken;
    private TimeSpan _ttl;

    /// <summary>What a call throws, while the store is away.</summary>
    public Exception? Away { get; set; }

    /// <summary>Called when the lease goes to a new token, before anybody knows.</summary>
    public Action<long> Granting { get; set; } = _ => { };

    /// <summary>Called when the lease is renewed.</summary>
    public Action Renewing { get; set; } = () => { };

    private bool IsHeld => _taken is { } taken && time.GetElapsedTime(taken) < _ttl;

    public ValueTask<long?> TryTakeAsync(string name, Guid owner, TimeSpan ttl, CancellationToken cancellationToken)
    {
        if (Away is { } away)
        {
            return ValueTask.FromException<long?>(away);
        }

        if (IsHeld && _owner != owner)
        {
            return new((long?)null);
        }

        if (IsHeld)
        {
            Renewing();
        }
        else
        {
            Granting(++_token);
        }

        (_owner, _taken, _ttl) = (owner, time.GetTimestamp(), ttl);
        return new(_token);
    }

    public ValueTask<bool> ResignAsync(string name, Guid owner, long token, CancellationToken cancellationToken)
    {
        if (Away is { } away)
        {
            return ValueTask.FromException<bool>(away);
        }

        var held = IsHeld && (_owner, _token) == (owner, token);
        _taken = held ? null : _taken;
        return new(held);
    }

    /// <summary>Frees the lease whoever holds it, as an operator can.</summary>
    public void Break() => _taken = null;
}
