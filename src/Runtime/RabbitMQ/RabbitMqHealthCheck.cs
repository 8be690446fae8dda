using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistPatterns.Messaging;

/// <summary>Degraded while messages cannot be published or a consumer gets none: to restart this process would not bring the broker back.</summary>
internal sealed class RabbitMqHealthCheck(RabbitMqTransport transport, RabbitMqConsumers consumers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var parts = consumers.All.ToDictionary(c => c.Name, c => (object)(c.Trouble?.Message ?? "consumes"), StringComparer.Ordinal);
        parts["publisher"] = transport.Trouble ?? "publishes";
        var troubles = consumers.All.Where(c => c.Trouble is not null).Select(c => $"'{c.Name}' gets no messages: {c.Trouble!.Message}");
        var description = string.Join(" ", transport.Trouble is { } trouble ? troubles.Prepend(trouble) : troubles);
        return Task.FromResult(description.Length > 0 ? HealthCheckResult.Degraded(description, data: parts) : HealthCheckResult.Healthy(data: parts));
    }
}
