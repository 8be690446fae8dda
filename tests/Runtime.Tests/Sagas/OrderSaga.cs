using System.Collections.Concurrent;
using System.Data.Common;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Sagas;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Sagas;

public sealed record Placed(string Order, int Amount);
public sealed record Charge(string Order, int Amount);
public sealed record Charged(string Order);
public sealed record Declined(string Order);
public sealed record Refund(string Order);
public sealed record Refunded(string Order);
public sealed record RefundFailed(string Order);
public sealed record Ship(string Order);
public sealed record Shipped(string Order);
public sealed record ShipFailed(string Order);
public sealed record Thank(string Order);

public sealed class OrderState
{
    public string Order { get; set; } = "";
    public int Amount { get; set; }
}

/// <summary>What a participant does with one command, or a step with one attempt.</summary>
public enum Conduct
{
    Obey,
    Refuse,
    StaySilent,
    ObeyInSilence,
    Throw,
    RefuseForGood,
    ObeyLate,
    RefuseLate,
    Hang,
}

/// <summary>The saga of an order, and the participants of it, whose conduct a test decides.</summary>
internal sealed class OrderSaga(Func<string, string, Conduct> conductOf)
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(100); // after the first attempt's time, before the second's

    private readonly ConcurrentQueue<string> _done = new();

    /// <summary>What was tried, in order.</summary>
    public string Done => string.Join(' ', _done);

    public static void Define(SagaBuilder<OrderState> saga, OrderSaga order) => saga
        .StartedBy<Placed>(m => m.Order, (s, m) => (s.Order, s.Amount) = (m.Order, m.Amount))
        .Done("order", cancel => cancel.Runs(async (s, context, _) => await order.RunAsync("cancel", s.Order, context.Transaction)))
        .Step(
            "pay",
            pay => pay.Sends(s => new Charge(s.Order, s.Amount)).CompletedBy<Charged>(m => m.Order).FailedBy<Declined>(m => m.Order).Timeout(TimeSpan.FromMinutes(1)).Retry(attempts: 2),
            undo => undo.Sends(s => new Refund(s.Order)).CompletedBy<Refunded>(m => m.Order).FailedBy<RefundFailed>(m => m.Order).Timeout(TimeSpan.FromMinutes(1)))
        .Step(
            "reserve",
            async (s, context, _) => await order.RunAsync("reserve", s.Order, context.Transaction),
            async (s, context, _) => await order.RunAsync("release", s.Order, context.Transaction))
        .Step("approve", async (s, context, _) => await order.RunAsync("approve", s.Order, context.Transaction))
        .Pivot()
        .Step("ship", ship => ship.Sends(s => new Ship(s.Order)).CompletedBy<Shipped>(m => m.Order).FailedBy<ShipFailed>(m => m.Order).Timeout(TimeSpan.FromMinutes(1)))
        .Step("thank", thank => thank.Sends(s => new Thank(s.Order)));

    public void Add(DistPatternsBuilder builder) => builder
        .AddMessage<Placed>("orders")
        .AddMessage<Charge>("payment").AddMessage<Refund>("payment")
        .AddMessage<Charged>("order.replies").AddMessage<Declined>("order.replies").AddMessage<Refunded>("order.replies").AddMessage<RefundFailed>("order.replies")
        .AddMessage<Shipped>("order.replies").AddMessage<ShipFailed>("order.replies")
        .AddMessage<Ship>("shipping").AddMessage<Thank>("mail")
        .AddSaga<OrderState>("order", saga => Define(saga, this))
        .AddConsumer("payment", c => c
            .Handle<Charge, Participant<Charge>>()
            .Handle<Refund, Participant<Refund>>())
        .AddConsumer("shipping", c => c.Handle<Ship, Participant<Ship>>())
        .AddConsumer("mail", c => c.Handle<Thank, Participant<Thank>>())
        .Services.AddSingleton(this);

    private async ValueTask<Conduct> RunAsync(string what, string order, DbTransaction transaction)
    {
        var conduct = conductOf(what, order);
        _done.Enqueue(conduct == Conduct.Obey ? what : $"{what}:{conduct}");
        if (conduct is Conduct.Obey or Conduct.ObeyInSilence or Conduct.ObeyLate or Conduct.Throw) // one that throws has written before
        {
            await using var command = transaction.Connection!.CreateCommand();
            (command.Transaction, command.CommandText) = (transaction, $"insert into effect values ('{what} {order}', 1)");
            await command.ExecuteNonQueryAsync();
        }

        await (conduct == Conduct.Hang ? Task.Delay(Timeout.Infinite) : Task.CompletedTask); // whatever becomes of the token
        return conduct switch
        {
            Conduct.Throw => throw new InvalidOperationException($"{what} throws."),
            Conduct.RefuseForGood => throw new SagaStepFailedException($"{what} is refused."),
            _ => conduct,
        };
    }

    public sealed class Participant<TCommand>(OrderSaga saga, IOutbox outbox, MessageCodec codec) : IMessageHandler<TCommand>
    {
        public async ValueTask HandleAsync(TCommand message, MessageContext context, CancellationToken cancellationToken)
        {
            var (what, order, done, refused) = message switch
            {
                Charge c => ("charge", c.Order, (object)new Charged(c.Order), (object)new Declined(c.Order)),
                Refund r => ("refund", r.Order, new Refunded(r.Order), new RefundFailed(r.Order)),
                Ship s => ("ship", s.Order, new Shipped(s.Order), new ShipFailed(s.Order)),
                Thank t => ("thank", t.Order, t, t),
                _ => throw new InvalidOperationException("Not its business."),
            };
            var conduct = await saga.RunAsync(what, order, context.Transaction);
            if (what != "thank" && conduct is not (Conduct.StaySilent or Conduct.ObeyInSilence))
            {
                var reply = codec.Enclose(conduct is Conduct.Obey or Conduct.ObeyLate ? done : refused, order);
                var isLate = conduct is Conduct.ObeyLate or Conduct.RefuseLate;
                await outbox.AppendAsync(context.Transaction, [isLate ? reply with { Delay = Late } : reply], cancellationToken);
            }
        }
    }
}
