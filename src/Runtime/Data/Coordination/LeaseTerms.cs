namespace DistPatterns.Coordination;

/// <summary>What follows from how long a lease lasts, for a <see cref="Lease"/> and for a bucket of the outbox alike.</summary>
/// <remarks>
/// A renewal that hangs leaves time for another before the lease is given up, one that fails for more; the last third is left for what clocks
/// disagree about.
/// </remarks>
/// <param name="Ttl">For how long the store grants it, by its clock.</param>
internal readonly record struct LeaseTerms(TimeSpan Ttl)
{
    /// <summary>When it is renewed, from when the last renewal was sent.</summary>
    public TimeSpan RenewAfter => Ttl / 3;

    /// <summary>When it is given up, from when the last renewal that succeeded was sent.</summary>
    public TimeSpan LostAfter => Ttl * 2 / 3;

    /// <summary>When a renewal that failed is tried again.</summary>
    public TimeSpan RetryAfter => Ttl / 12;

    /// <summary>How long the store may take to answer.</summary>
    public TimeSpan CallTimeout => Ttl / 6;
}
