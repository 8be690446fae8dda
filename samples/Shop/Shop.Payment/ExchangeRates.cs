using System.Net.Http.Json;
using Polly;
using Polly.CircuitBreaker;

namespace Shop.Payment;

/// <summary>Today's rates, from the bank or, when it is down, from the last answer that came.</summary>
public sealed class ExchangeRates(HttpClient http)
{
    private static readonly ResiliencePipeline Breaker = new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions { FailureRatio = 0.5, MinimumThroughput = 10, BreakDuration = TimeSpan.FromSeconds(30) })
        .Build();

    private static IReadOnlyDictionary<string, decimal> _latest = new Dictionary<string, decimal> { ["EUR"] = 1m };

    public async Task<decimal> ConvertAsync(decimal amount, string currency, CancellationToken cancellationToken = default)
    {
        try
        {
            _latest = await Breaker.ExecuteAsync(async token => await LoadAsync(token), cancellationToken);
        }
        catch (Exception error) when (error is BrokenCircuitException or HttpRequestException)
        {
            // yesterday's rate is better than no order
        }

        return decimal.Round(amount * _latest[currency], 2);
    }

    private async Task<IReadOnlyDictionary<string, decimal>> LoadAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<Dictionary<string, decimal>>("rates/today", cancellationToken) ?? [];
}
