using System.Net.Http.Json;
using Polly;
using Polly.Retry;

namespace Shop.Payment;

/// <summary>Pays money back. A refund is known by its id, so that the provider takes it once however often it is sent.</summary>
public sealed class RefundClient(HttpClient http)
{
    private static readonly ResiliencePipeline Retries = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, BackoffType = DelayBackoffType.Exponential, UseJitter = true })
        .AddTimeout(TimeSpan.FromSeconds(10))
        .Build();

    public async Task RefundAsync(Guid refundId, string reference, decimal amount)
    {
        await Retries.Execute(async () =>
        {
            var response = await http.PutAsJsonAsync($"v1/refunds/{refundId}", new { reference, amount });
            response.EnsureSuccessStatusCode();
        });
    }

    public async Task<string> StatusAsync(Guid refundId, CancellationToken cancellationToken) =>
        await Retries.ExecuteAsync(async token => await http.GetStringAsync($"v1/refunds/{refundId}/status", token), cancellationToken);

    /// <summary>The provider signs its callbacks with keys that it changes now and then.</summary>
    public string ReadSigningKey(string path) => Retries.Execute(() => File.ReadAllText(path));
}
