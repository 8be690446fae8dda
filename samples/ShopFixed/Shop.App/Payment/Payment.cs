namespace Shop.Payment;

/// <summary>Money that was taken for an order.</summary>
public sealed class Payment
{
    public int OrderId { get; set; }

    public decimal Amount { get; set; }
}
