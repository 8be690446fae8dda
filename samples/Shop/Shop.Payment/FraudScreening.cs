using System.Net.Http.Json;
using Polly;
using Polly.CircuitBreaker;

namespace Shop.Payment;

public interface IFraudScreening
{
    Task<bool> IsSuspiciousAsync(Charge charge, CancellationToken cancellationToken = default);
}

/// <summary>Asks the fraud service; an order is not held up because that service is down.</summary>
internal sealed class FraudScreening(HttpClient http) : IFraudScreening
{
    public async Task<bool> IsSuspiciousAsync(Charge charge, CancellationToken cancellationToken = default)
    {
        var pipeline = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { FailureRatio = 0.5, MinimumThroughput = 10, BreakDuration = TimeSpan.FromSeconds(30) })
            .AddTimeout(TimeSpan.FromSeconds(2))
            .Build();
        try
        {
            return await pipeline.ExecuteAsync(async token => await ScoreAsync(charge, token) > 0.8, cancellationToken);
        }
        catch (Exception error) when (error is BrokenCircuitException or HttpRequestException or Polly.Timeout.TimeoutRejectedException)
        {
            return false;
        }
    }

    private async Task<double> ScoreAsync(Charge charge, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("score", charge, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<double>(cancellationToken);
    }
}
