using System.Diagnostics;
using System.Globalization;
using DistPatterns.Messaging;

namespace Shop;

/// <summary>Tells what happens, one line an event. It hears of an event when that is committed, as every consumer does.</summary>
public sealed class Story(ShopOptions options)
{
    public ConsumerBuilder Listen(ConsumerBuilder events) => options.Quiet ? events : events
        .Handle<OrderPlaced>((m, _, _) => Tell(m.OrderId, string.Create(CultureInfo.InvariantCulture, $"placed, {m.Quantity} × {m.Article}, {m.Amount:0.##} EUR")))
        .Handle<StockReserved>((m, _, _) => Tell(m.OrderId, "stock reserved", step: "stock"))
        .Handle<OutOfStock>((m, _, _) => Tell(m.OrderId, "out of stock"))
        .Handle<StockReleased>((m, _, _) => Tell(m.OrderId, "stock given back"))
        .Handle<PaymentTaken>((m, _, _) => Tell(m.OrderId, "paid", step: "payment"))
        .Handle<PaymentDeclined>((m, _, _) => Tell(m.OrderId, "payment declined"))
        .Handle<OrderCompleted>((m, _, _) => Tell(m.OrderId, "completed"))
        .Handle<OrderCancelled>((m, _, _) => Tell(m.OrderId, "cancelled"));

    private ValueTask Tell(int order, string what, string? step = null)
    {
        if (step is not null && step == options.KillAfter)
        {
            Console.WriteLine($"-- the {step} of order {order} is committed, and nobody has heard of it yet: this process is killed. Start it again.");
            Process.GetCurrentProcess().Kill(); // SIGKILL: no finally block, no flush, no goodbye
        }

        Console.WriteLine($"order {order}: {what}");
        return ValueTask.CompletedTask;
    }
}
