using System.Globalization;
using DistPatterns.Sagas;
using Microsoft.Extensions.DependencyInjection;

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
        .Step("order", (_, _, _) => ValueTask.CompletedTask, CancelAsync) // it is placed already; there is something to undo
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
        .Step("completion", CompleteAsync);

    private static async ValueTask CompleteAsync(OrderState state, SagaContext context, CancellationToken cancellationToken)
    {
        await CloseAsync(state, context, OrderStatus.Completed, cancellationToken);
        context.Send(new OrderCompleted(state.OrderId));
    }

    private static async ValueTask CancelAsync(OrderState state, SagaContext context, CancellationToken cancellationToken)
    {
        await CloseAsync(state, context, OrderStatus.Cancelled, cancellationToken);
        context.Send(new OrderCancelled(state.OrderId));
    }

    private static async ValueTask CloseAsync(OrderState state, SagaContext context, OrderStatus status, CancellationToken cancellationToken)
    {
        var db = context.Services.GetRequiredService<ShopContext>();
        var order = await db.Orders.FindAsync([state.OrderId], cancellationToken) ?? throw new InvalidOperationException($"There is no order {state.OrderId}.");
        order.Status = status; // saved by the commit of the step
    }

    private static string Key(int orderId) => orderId.ToString(CultureInfo.InvariantCulture);
}
