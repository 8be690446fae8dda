using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistPatterns.Coordination;

/// <summary>Says who leads here. Not to lead is healthy, it is what all but one do; not to know who does, because the store is away, is not.</summary>
internal sealed class LeaderElectionHealthCheck(IEnumerable<LeaderElection> elections, LeaseClient leases) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var terms = elections.ToDictionary(e => e.Name, e => (object)(e.Term is { } lease ? $"leads under token {lease.Token}" : "does not lead"));
        return Task.FromResult(leases.StoreIsAway
            ? HealthCheckResult.Degraded("The store of the leases does not answer: nobody is granted them.", data: terms)
            : HealthCheckResult.Healthy(data: terms));
    }
}
