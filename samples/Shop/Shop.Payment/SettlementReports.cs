namespace Shop.Payment;

/// <summary>The provider's monthly settlements: files of some gigabytes.</summary>
public sealed class SettlementReports(Uri provider) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task DownloadAsync(int year, int month, string path, CancellationToken cancellationToken = default)
    {
        using var response = await _http.GetAsync(new Uri(provider, $"settlements/{year}-{month:00}.csv"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = File.Create(path);
        await body.CopyToAsync(file, cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
