namespace DistPatterns.Coordination;

/// <summary>Work that only one process of many does at a time.</summary>
public interface ILeader
{
    /// <summary>Leads for one term.</summary>
    /// <param name="lease">The lease of this term; its token fences what is written.</param>
    /// <param name="cancellationToken">Fires when the lease is lost or the host stops. End soon after: the lease is kept until then at best.</param>
    /// <returns>When the term is over. Returning before <paramref name="cancellationToken"/> fires gives the lease up.</returns>
    Task LeadAsync(Lease lease, CancellationToken cancellationToken);
}
