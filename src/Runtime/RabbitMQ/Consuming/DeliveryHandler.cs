using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>Makes one attempt to handle a delivery.</summary>
internal sealed class DeliveryHandler(IMessageReceiver receiver, RabbitMqConsumerOptions options, DeadLetters deadLetters, TimeProvider time, ILogger logger)
{
    /// <returns>When it is to be tried again; null when it is done with, be it handled or among the dead letters.</returns>
    /// <exception cref="Exception">It could not be set aside. It is neither handled nor lost.</exception>
    public async ValueTask<TimeSpan?> TryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var receipt = await ReceiveAsync(delivery, cancellationToken).ConfigureAwait(false);
            RabbitMqTelemetry.Consumed(receiver.Consumer, receipt == Receipt.Handled ? "handled" : "duplicate", time.GetElapsedTime(started));
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not PoisonMessageException && ++delivery.Attempts < options.MaxAttempts)
        {
            var delay = options.DelayAfter(delivery.Attempts, Random.Shared.NextDouble());
            RabbitMqTelemetry.Consumed(receiver.Consumer, "retried", time.GetElapsedTime(started));
            RabbitMqTelemetry.Retried(logger, e, receiver.Consumer, delivery.Attempts, delivery.Properties.MessageId, delay);
            return delay;
        }
        catch (Exception e)
        {
            delivery.Attempts += e is PoisonMessageException ? 1 : 0;
            RabbitMqTelemetry.DeadLettered(logger, e, receiver.Consumer, delivery.Properties.MessageId, delivery.Attempts, deadLetters.Name);
            await deadLetters.AddAsync(delivery, e).ConfigureAwait(false);
            RabbitMqTelemetry.Consumed(receiver.Consumer, "dead-lettered", time.GetElapsedTime(started));
            return null;
        }
    }

    private async ValueTask<Receipt> ReceiveAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Envelope is not { } envelope)
        {
            throw delivery.Defect!;
        }

        if (WireFormat.DeliveriesBefore(delivery.Properties) is var times && times >= options.MaxDeliveries)
        {
            throw new UnsettledMessageException(envelope, times);
        }

        using var activity = RabbitMqTelemetry.StartProcess(envelope, receiver.Consumer);
        try
        {
            return await receiver.ReceiveAsync(envelope, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }
}
