using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Shop.Payment;

/// <summary>
/// Takes the money for an order. The message may come twice; the inbox, which is in the same transaction as the payment and the answer,
/// lets it take effect once.
/// </summary>
public sealed class TakePaymentHandler(ShopContext db, ShopOptions options) : IMessageHandler<TakePayment>
{
    public ValueTask HandleAsync(TakePayment message, MessageContext context, CancellationToken cancellationToken)
    {
        if (options.Fails("payment", message.OrderId))
        {
            db.Outbox().Enqueue(new PaymentDeclined(message.OrderId), key: message.OrderId);
        }
        else
        {
            db.Payments.Add(new Payment { OrderId = message.OrderId, Amount = message.Amount });
            db.Outbox().Enqueue(new PaymentTaken(message.OrderId), key: message.OrderId);
        }

        return ValueTask.CompletedTask; // saved with the commit
    }
}
