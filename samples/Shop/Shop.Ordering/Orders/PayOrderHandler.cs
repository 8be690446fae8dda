using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Ordering.Data;
using Shop.Payment;

namespace Shop.Ordering.Orders;

/// <summary>Charges the customer. The charge carries the order's id, so that it can be repeated when the commit fails.</summary>
public sealed class PayOrderHandler(OrderingContext db, IPaymentGateway payments, ExchangeRates rates)
{
    public async Task<ChargeResult> HandleAsync(Guid orderId, string currency, CancellationToken cancellationToken)
    {
        var order = await db.Orders.SingleAsync(o => o.Id == orderId, cancellationToken);
        var amount = await rates.ConvertAsync(order.Total, currency, cancellationToken);
        var result = await payments.ChargeAsync(new(order.Id, order.CustomerId, amount, currency), cancellationToken);
        if (result.Accepted)
        {
            order.Pay(result.Reference);
            db.Outbox.Add(OutboxMessage.For(new OrderPaid(order.Id, result.Reference)));
            await db.SaveChangesAsync(cancellationToken);
        }

        return result;
    }
}
