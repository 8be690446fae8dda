using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>Makes one attempt to handle a delivery, or several together.</summary>
internal sealed class DeliveryHandler(IMessageReceiver receiver, RabbitMqConsumerOptions options, DeadLetters deadLetters, TimeProvider time, ILogger logger)
{
    private readonly IBatchReceiver? _batches = receiver as IBatchReceiver;

    public int Concurrency => receiver.MaxConcurrency ?? options.Concurrency;

    /// <summary>How many may be handled together; where processes share a queue, so few that the others still find some.</summary>
    public int MaxBatch => Math.Min(_batches?.MaxBatch ?? 1, options.SingleActive ? int.MaxValue : Math.Max(1, options.MaxPrefetch / (2 * Concurrency)));

    /// <summary>Whether a delivery may be handled with others: one that has failed would keep them back.</summary>
    public bool IsBatchable(Delivery delivery) =>
        delivery is { Envelope: { } envelope, Attempts: 0, Interruptions: 0, IsAlone: false }
        && _batches?.IsBatchable(envelope) == true;

    /// <summary>Makes an attempt to handle several deliveries in one transaction.</summary>
    /// <returns>Whether they are done with. If not, nothing has happened, and each is to be handled by itself.</returns>
    public async ValueTask<bool> TryTogetherAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var receipts = await _batches!.ReceiveAsync([.. deliveries.Select(d => d.Envelope!)], cancellationToken).ConfigureAwait(false);
            foreach (var receipt in receipts)
            {
                RabbitMqTelemetry.Consumed(receiver.Consumer, receipt, time.GetElapsedTime(started));
            }

            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            RabbitMqTelemetry.Consumed(receiver.Consumer, "separated", time.GetElapsedTime(started));
            RabbitMqTelemetry.Separated(logger, e, receiver.Consumer, deliveries.Count);
            return false;
        }
    }

    /// <returns>When it is to be tried again; null when it is done with, be it handled or among the dead letters.</returns>
    /// <exception cref="Exception">It was cancelled, or could not be set aside. It is neither handled nor lost.</exception>
    public async ValueTask<TimeSpan?> TryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var receipt = await ReceiveAsync(delivery, cancellationToken).ConfigureAwait(false);
            RabbitMqTelemetry.Consumed(receiver.Consumer, receipt, time.GetElapsedTime(started));
            return null;
        }
        catch (Exception e) when (e is not PoisonMessageException && cancellationToken.IsCancellationRequested)
        {
            throw; // whatever a client makes of a cancellation, it is no failed attempt
        }
        catch (ConsumerStoreAwayException e)
        {
            return TryAgain(delivery, e, ++delivery.Interruptions, started);
        }
        catch (Exception e) when (e is not PoisonMessageException && ++delivery.Attempts < options.MaxAttempts)
        {
            return TryAgain(delivery, e, delivery.Attempts, started);
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

    private TimeSpan TryAgain(Delivery delivery, Exception error, int times, long started)
    {
        var delay = options.DelayAfter(times, Random.Shared.NextDouble());
        RabbitMqTelemetry.Consumed(receiver.Consumer, "retried", time.GetElapsedTime(started));
        RabbitMqTelemetry.Retried(logger, error, receiver.Consumer, times, delivery.Properties.MessageId, delay);
        return delay;
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
