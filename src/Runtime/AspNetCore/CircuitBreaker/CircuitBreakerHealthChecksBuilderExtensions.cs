using DistPatterns.AspNetCore;
using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check over circuit breakers.</summary>
public static class CircuitBreakerHealthChecksBuilderExtensions
{
    /// <summary>
    /// Reports the breakers of the application's <see cref="CircuitBreakerRegistry"/>, which is registered as a
    /// singleton unless it already is.
    /// </summary>
    /// <param name="builder">The builder of health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">
    /// What is reported while a breaker is open or isolated. Degraded by default: a process whose callee is down is not
    /// mended by restarting it. A breaker that is half open or recovering is always reported as degraded.
    /// </param>
    /// <param name="tags">The tags of the check.</param>
    public static IHealthChecksBuilder AddCircuitBreakers(
        this IHealthChecksBuilder builder,
        string name = "circuit-breakers",
        HealthStatus failureStatus = HealthStatus.Degraded,
        params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<CircuitBreakerRegistry>();
        return builder.AddCheck<CircuitBreakerHealthCheck>(name, failureStatus, tags);
    }
}
