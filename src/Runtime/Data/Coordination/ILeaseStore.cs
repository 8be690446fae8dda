namespace DistPatterns.Coordination;

/// <summary>Where leases are kept: one row a name, judged by the store's own clock and never by a client's.</summary>
/// <remarks>
/// A store must not forget what it acknowledged. A database whose failover may lose commits (asynchronous replication) can
/// give one token to two owners.
/// </remarks>
public interface ILeaseStore
{
    /// <summary>
    /// Takes or renews a lease in one atomic step: an owner that holds it renews and keeps its token; a lease that is free
    /// or expired is granted under the next token; one that another owner holds is left as it is.
    /// </summary>
    /// <param name="name">The name of the lease.</param>
    /// <param name="owner">Who asks. Never reused: whoever starts anew asks as somebody else.</param>
    /// <param name="ttl">For how long, counted by the store from the moment it grants.</param>
    /// <param name="cancellationToken">Ends the wait. Whether the lease was taken is then unknown; asking again tells.</param>
    /// <returns>The fencing token, or null when another owner holds the lease.</returns>
    /// <exception cref="Exception">The store did not answer. Nothing is granted then.</exception>
    ValueTask<long?> TryTakeAsync(string name, Guid owner, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>Frees a lease if this owner still holds it under this token. The token is kept, so that the next one is larger.</summary>
    /// <returns>False when the lease was not held so any more.</returns>
    ValueTask<bool> ResignAsync(string name, Guid owner, long token, CancellationToken cancellationToken);
}
