using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>Degraded while the broker, the database or a destination is away, while messages wait too long, and while some are parked.</summary>
internal sealed class OutboxHealthCheck(OutboxGates gates, OutboxTelemetry telemetry, IOptions<OutboxOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var depth = telemetry.Depth;
        string[] wrong = [.. Complaints(depth)];
        Dictionary<string, object> data = depth is null ? [] : new() { ["waiting"] = depth.Waiting, ["oldest"] = depth.OldestAge, ["parked"] = depth.Parked };
        return Task.FromResult(wrong.Length == 0 ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(string.Join(' ', wrong), data: data));
    }

    private IEnumerable<string> Complaints(OutboxDepth? depth)
    {
        if (gates.Database.IsAway)
        {
            yield return "The database of the outbox does not answer.";
        }

        if (gates.Broker.IsAway)
        {
            yield return "The broker does not answer.";
        }

        foreach (var (name, age, reason) in gates.Destinations.All)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"'{name}' has taken no messages for {age:c}: {reason}");
        }

        if (depth?.OldestAge >= options.Value.HealthyAge)
        {
            yield return $"The oldest message has waited for {depth.OldestAge}.";
        }

        if (depth?.Parked > 0)
        {
            yield return $"{depth.Parked} messages are parked: see 'distpatterns outbox list'.";
        }
    }
}
