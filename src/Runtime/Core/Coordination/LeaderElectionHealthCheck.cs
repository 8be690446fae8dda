using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistPatterns.Coordination;

/// <summary>Says who leads here. Not to lead is healthy: it is what all but one do.</summary>
internal sealed class LeaderElectionHealthCheck(IEnumerable<LeaderElection> elections) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var terms = elections.ToDictionary(e => e.Name, e => (object)(e.Term is { } lease ? $"leads under token {lease.Token}" : "does not lead"));
        return Task.FromResult(HealthCheckResult.Healthy(data: terms));
    }
}
