using DistPatterns.Resilience;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistPatterns.AspNetCore;

/// <summary>Reports every breaker of a registry: the failure status while one rejects all calls, degraded while one recovers.</summary>
internal sealed class CircuitBreakerHealthCheck(CircuitBreakerRegistry registry) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var states = registry.OrderBy(monitor => monitor.Name, StringComparer.Ordinal)
            .Select(monitor => (monitor.Name, monitor.State))
            .ToArray();
        var status = states.Select(breaker => StatusOf(breaker.State, context.Registration.FailureStatus))
            .DefaultIfEmpty(HealthStatus.Healthy)
            .Min();
        var unhealthy = states.Where(breaker => breaker.State != BreakerState.Closed)
            .Select(breaker => $"{breaker.Name}: {breaker.State}");
        var data = states.ToDictionary(breaker => breaker.Name, object (breaker) => breaker.State.ToString(), StringComparer.Ordinal);
        return Task.FromResult(new HealthCheckResult(status, string.Join(", ", unhealthy), data: data));
    }

    private static HealthStatus StatusOf(BreakerState state, HealthStatus failureStatus) => state switch
    {
        BreakerState.Closed => HealthStatus.Healthy,
        BreakerState.HalfOpen or BreakerState.Recovering => HealthStatus.Degraded,
        _ => failureStatus,
    };
}
