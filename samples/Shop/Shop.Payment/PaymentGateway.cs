using System.Net.Http.Json;

namespace Shop.Payment;

public sealed record Charge(Guid OrderId, string CustomerId, decimal Amount, string Currency);

public sealed record ChargeResult(string Reference, bool Accepted, string? Reason);

public interface IPaymentGateway
{
    Task<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellationToken = default);
}

/// <summary>Charges cards at the payment provider; the order's id makes a repeated charge harmless.</summary>
internal sealed class PaymentGateway(HttpClient http) : IPaymentGateway
{
    public async Task<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/charges") { Content = JsonContent.Create(charge) };
        request.Headers.Add("Idempotency-Key", charge.OrderId.ToString());
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return new(Reference: "", Accepted: false, response.ReasonPhrase);
        return await response.Content.ReadFromJsonAsync<ChargeResult>(cancellationToken) ?? throw new InvalidDataException("The provider answered with an empty charge.");
    }
}
