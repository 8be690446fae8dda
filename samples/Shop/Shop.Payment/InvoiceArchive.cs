namespace Shop.Payment;

/// <summary>Keeps invoices for ten years in the company's document archive.</summary>
public sealed class InvoiceArchive(Uri archive) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    public async Task StoreAsync(string number, byte[] pdf, CancellationToken cancellationToken = default)
    {
        using var content = new ByteArrayContent(pdf);
        using var response = await _http.PutAsync(new Uri(archive, $"invoices/{number}.pdf"), content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
