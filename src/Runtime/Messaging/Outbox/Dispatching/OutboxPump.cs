using DistPatterns.Resilience;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>Waits for messages, reads those of all buckets that are free at once, and lets each bucket's batch be sent by itself.</summary>
internal sealed partial class OutboxPump(
    IOutboxQueue queue, BucketLeases leases, BucketWorker worker, HeldMessages held, OutboxSignal signal,
    OutboxGates gates, OutboxOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1); // timers cut to whole milliseconds: less is no wait at all

    // a read and a commit for each message would take from the business what they need; the busier the database, the more comes together
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);

    private readonly List<Task> _inFlight = [];
    private TimeSpan _poll = options.PollInterval;
    private long _polled;
    private long _read;
    private TimeSpan _gathering;

    /// <summary>Runs until it is told to stop, and what is in flight has ended. Only <paramref name="abandon"/> cuts that short.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        _polled = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            _inFlight.RemoveAll(t => t.IsCompleted);
            if (_gathering - time.GetElapsedTime(_read) is var gather && gather > TimeSpan.Zero)
            {
                await Task
                    .Delay(Longer(gather, Shortest), time, stop)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }

            var pause = Longer(gates.Broker.Left, gates.Database.Left);
            var buckets = pause > TimeSpan.Zero ? [] : FindReady();
            if (buckets.Count > 0)
            {
                await ReadAsync(buckets, abandon, stop);
            }
            else
            {
                await signal.Dispatcher.WaitAsync(Longer(pause > TimeSpan.Zero ? pause : UntilPoll(), Shortest), time, stop);
            }
        }

        await Task.WhenAll(_inFlight);
    }

    private List<Bucket> FindReady()
    {
        if (time.GetElapsedTime(_polled) >= _poll)
        {
            _polled = time.GetTimestamp();
            signal.Wake();
        }

        held.Forget(leases.Held);
        var (generation, now) = (signal.Generation, time.GetTimestamp());
        var ready = leases.Held.Where(b => b.IsReady(generation, now) && b.TryBegin()).ToList();
        foreach (var bucket in ready)
        {
            (bucket.ReadAt, bucket.HasMore, bucket.DueAt) = (generation, false, null);
        }

        return ready;
    }

    private async Task ReadAsync(List<Bucket> buckets, CancellationToken abandon, CancellationToken stop)
    {
        using var limit = new TimeLimit(options.Lease.LostAfter, time, stop); // what is read later is another's by then
        (_read, _gathering) = (time.GetTimestamp(), TimeSpan.Zero);
        try
        {
            int[] numbers = [.. buckets.Select(b => b.Lease.Bucket)];
            await held.ReleaseAsync(buckets, limit.Token);
            var messages = (await queue.ReadAsync(numbers, options.BatchSize, limit.Token)).ToLookup(m => m.Bucket);
            gates.Database.Answered();
            _poll = messages.Count > 0 ? options.PollInterval : Shorter(_poll * 2, options.MaxPollInterval);
            _gathering = messages.Any(m => m.Count() >= options.BatchSize)
                ? TimeSpan.Zero
                : Shorter(Longer(Gathering, 4 * time.GetElapsedTime(_read)), options.MaxPollInterval); // it reads for a quarter of its time at most
            foreach (var bucket in buckets)
            {
                QueuedMessage[] batch = [.. messages[bucket.Lease.Bucket]];
                bucket.HasMore = batch.Length >= options.BatchSize;
                if (batch.Length == 0 || !bucket.IsHeld)
                {
                    held.Schedule(bucket);
                    bucket.End();
                }
                else
                {
                    _inFlight.Add(DeliverAsync(bucket, batch, abandon));
                }
            }
        }
        catch (Exception e)
        {
            foreach (var bucket in buckets)
            {
                bucket.ReadAt = -1;
                bucket.End();
            }

            if (!stop.IsCancellationRequested)
            {
                gates.Database.Failed();
                NotRead(e, gates.Database.Left);
            }
        }
    }

    private async Task DeliverAsync(Bucket bucket, QueuedMessage[] batch, CancellationToken abandon)
    {
        await Task.Yield(); // a transport that works in this process does not keep the others waiting
        await worker.DeliverAsync(bucket, batch, abandon);
        held.Schedule(bucket);
        bucket.End();
        signal.Dispatcher.Set();
    }

    private TimeSpan UntilPoll()
    {
        var wait = _poll - time.GetElapsedTime(_polled);
        foreach (var due in leases.Held.Where(b => b is { IsBusy: false, IsSurplus: false, IsHeld: true }).Select(b => b.DueAt).OfType<long>())
        {
            wait = Shorter(wait, time.GetElapsedTime(time.GetTimestamp(), due) + Shortest);
        }

        return wait;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(6, LogLevel.Warning, "The outbox could not be read; it is tried again in {Delay}.", EventName = "OutboxNotRead")]
    private partial void NotRead(Exception exception, TimeSpan delay);
}
