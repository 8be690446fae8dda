using System.Globalization;
using DistPatterns.Sagas;

namespace Shop.Ordering;

/// <summary>What the saga of one order remembers from message to message.</summary>
public sealed class OrderState
{
    public int OrderId { get; set; }

    public string Article { get; set; } = "";

    public int Quantity { get; set; }

    public decimal Amount { get; set; }
}

/// <summary>
/// How an order goes: stock first, which is easily given back, then the money. When one is refused, what was done is undone in reverse.
/// Each step is one commit, of the saga and of what it sends, so that it goes on after a crash where it was.
/// </summary>
public static class OrderSaga
{
    public static void Define(SagaBuilder<OrderState> saga) => saga
        .StartedBy<OrderPlaced>(m => Key(m.OrderId), (s, m) => (s.OrderId, s.Article, s.Quantity, s.Amount) = (m.OrderId, m.Article, m.Quantity, m.Amount))
        .Done("order", cancel => cancel.Sends(s => new OrderCancelled(s.OrderId))) // it is placed, and can be cancelled
        .Step(
            "stock",
            reserve => reserve
                .Sends(s => new ReserveStock(s.OrderId, s.Article, s.Quantity))
                .CompletedBy<StockReserved>(m => Key(m.OrderId))
                .FailedBy<OutOfStock>(m => Key(m.OrderId)),
            release => release
                .Sends(s => new ReleaseStock(s.OrderId))
                .CompletedBy<StockReleased>(m => Key(m.OrderId)))
        .Step(
            "payment",
            pay => pay
                .Sends(s => new TakePayment(s.OrderId, s.Amount))
                .CompletedBy<PaymentTaken>(m => Key(m.OrderId))
                .FailedBy<PaymentDeclined>(m => Key(m.OrderId)))
        .Pivot() // paid: from here there is no way back, and what follows is tried until it succeeds
        .Step("completion", complete => complete.Sends(s => new OrderCompleted(s.OrderId)));

    private static string Key(int orderId) => orderId.ToString(CultureInfo.InvariantCulture);
}
