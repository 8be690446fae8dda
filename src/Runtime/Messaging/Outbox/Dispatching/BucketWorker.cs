using DistPatterns.Messaging;
using DistPatterns.Resilience;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>Sends one batch of a bucket and writes down what became of it. No transaction is open meanwhile.</summary>
internal sealed partial class BucketWorker(
    IOutboxQueue queue, IOutboxTransport transport, Guid owner, HeldMessages held, OutboxOptions options,
    RetryBudget budget, OutageBackoff broker, Random random, TimeProvider time, OutboxTelemetry telemetry, ILogger logger)
{
    private readonly JitteredBackoff _redelivery = new(options.RedeliveryDelay, options.MaxRedeliveryDelay, random);

    /// <summary>Never throws: what goes wrong ends in the log and in a later try.</summary>
    public async Task DeliverAsync(Bucket bucket, IReadOnlyList<QueuedMessage> batch, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(batch, message => held.WaitsFor(bucket, message), budget, _redelivery);
        if (await TryPublishAsync(bucket, delivery, cancellationToken))
        {
            held.Learn(bucket, delivery);
            await RecordAsync(bucket, delivery, cancellationToken);
        }
    }

    private async Task<bool> TryPublishAsync(Bucket bucket, Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Sent.Count == 0)
        {
            return true;
        }

        using var limit = new TimeLimit(options.PublishTimeout, time, cancellationToken, bucket.Lost);
        using var sending = telemetry.Sending(delivery.Sent);
        try
        {
            delivery.Sort(await transport.PublishAsync(sending.Envelopes, limit.Token), options, _redelivery);
            broker.Answered();
            telemetry.Sent(delivery);
            return true;
        }
        catch (Exception e)
        {
            bucket.ReadAt = -1;
            sending.Failed(e);
            if (bucket.IsHeld && !cancellationToken.IsCancellationRequested)
            {
                broker.Failed();
                telemetry.BrokerAway();
                BrokerAway(e, bucket.Lease.Bucket, broker.Left);
            }

            return false;
        }
    }

    /// <summary>Tried until it is done or the bucket is lost: what the broker has and the outbox does not know is sent again.</summary>
    private async Task RecordAsync(Bucket bucket, Delivery delivery, CancellationToken cancellationToken)
    {
        var waits = new JitteredBackoff(options.RedeliveryDelay, options.MaxAwayDelay, random);
        for (var failures = 1; ; failures++)
        {
            try
            {
                using var limit = new TimeLimit(options.Lease.LostAfter, time, cancellationToken);
                await RecordOnceAsync(bucket, delivery, limit.Token);
                return;
            }
            catch (Exception e)
            {
                NotRecorded(e, bucket.Lease.Bucket);
                bucket.ReadAt = -1;
                if (!bucket.IsHeld || cancellationToken.IsCancellationRequested)
                {
                    return;
                }
            }

            await Task
                .Delay(waits.After(failures), time, bucket.Lost)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task RecordOnceAsync(Bucket bucket, Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Confirmed.Count > 0)
        {
            await queue.DeleteAsync(bucket.Lease.Bucket, delivery.Confirmed, cancellationToken);
        }

        Demand(bucket, await held.RecordAsync(bucket, delivery, cancellationToken));
        if (delivery.Poison.Count > 0)
        {
            Demand(bucket, await queue.ParkAsync(owner, bucket.Lease, delivery.Poison, cancellationToken));
            delivery.Poison.ForEach(p => Parked(p.Sequence, bucket.Lease.Bucket, p.Attempts, p.Error));
            telemetry.Parked(delivery.Poison.Count);
            delivery.Poison.Clear();
        }

        if (delivery.Again.Count > 0)
        {
            Demand(bucket, await queue.PostponeAsync(owner, bucket.Lease, delivery.Again, cancellationToken));
            bucket.LookAgainIn(delivery.Again.Min(a => a.Delay));
        }
    }

    private static void Demand(Bucket bucket, bool held)
    {
        if (!held)
        {
            bucket.Lose();
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "A batch of bucket {Bucket} was not sent; the outbox waits {Delay}.", EventName = "OutboxBrokerAway")]
    private partial void BrokerAway(Exception exception, int bucket, TimeSpan delay);

    [LoggerMessage(
        4, LogLevel.Warning, "What became of a batch of bucket {Bucket} could not be written down; until it is, its messages may be sent again.",
        EventName = "OutboxNotRecorded")]
    private partial void NotRecorded(Exception exception, int bucket);

    [LoggerMessage(5, LogLevel.Error, "Message {Sequence} of bucket {Bucket} is parked after {Attempts} attempts: {Error}", EventName = "OutboxMessageParked")]
    private partial void Parked(long sequence, int bucket, int attempts, string error);
}
