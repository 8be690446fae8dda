using System.Collections.Immutable;
using DistPatterns.Resilience;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>Holds the buckets of this process: renews them at a third of their time to live, takes its fair share and gives back what is more.</summary>
internal sealed partial class BucketLeases(
    IOutboxQueue queue, OutboxOptions options, TimeProvider time, OutboxSignal signal, OutageBackoff database, OutboxTelemetry telemetry, ILogger logger)
{
    private ImmutableSortedDictionary<int, Bucket> _held = ImmutableSortedDictionary<int, Bucket>.Empty;

    /// <summary>This process, and no other that was started on its machine before.</summary>
    public Guid Owner { get; } = Guid.NewGuid();

    /// <summary>Those that were granted and not taken back; some may be lost by the clock.</summary>
    public IEnumerable<Bucket> Held => Volatile.Read(ref _held).Values;

    /// <summary>Holds them until it is told to end.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        signal.ConcernsOthers = () => Held.Count(b => b.IsHeld) < options.Buckets; // those that ran out may be another's
        while (!cancellationToken.IsCancellationRequested)
        {
            var sent = time.GetTimestamp();
            var held = await TryHoldAsync(sent, cancellationToken);
            if (held)
            {
                await TryMeasureAsync(cancellationToken);
            }

            var wait = held ? options.Lease.RenewAfter - time.GetElapsedTime(sent) : options.Lease.RetryAfter;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Gives everything back. When the database cannot be told, it expires by itself.</summary>
    public async Task LeaveAsync()
    {
        foreach (var bucket in Held)
        {
            bucket.Lose();
            bucket.Dispose();
        }

        Hold(_held.Clear());
        try
        {
            using var attempt = new CancellationTokenSource(options.Lease.CallTimeout, time);
            await queue.LeaveAsync(Owner, attempt.Token);
        }
        catch (Exception e)
        {
            NotLeft(e);
        }
    }

    private async Task<bool> TryHoldAsync(long sent, CancellationToken cancellationToken)
    {
        int[] giveBack = [.. Held.Where(b => b.IsSurplus && b.TryClose()).Select(b => b.Lease.Bucket)];
        Drop(giveBack); // an answer that is lost leaves them in nobody's hand until they expire
        try
        {
            using var limit = new TimeLimit(options.Lease.CallTimeout, time, cancellationToken);
            var share = await queue.HoldAsync(Owner, options.LeaseTtl, giveBack, limit.Token).AsTask().WaitAsync(limit.Token);
            Take(share, sent);
            database.Answered();
            return true;
        }
        catch (Exception e)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                database.Failed();
                NotRenewed(e);
            }

            return false;
        }
    }

    private async Task TryMeasureAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new TimeLimit(options.Lease.CallTimeout, time, cancellationToken);
            telemetry.Measured(await queue.MeasureAsync(limit.Token).AsTask().WaitAsync(limit.Token));
        }
        catch (Exception e)
        {
            NotMeasured(e);
        }
    }

    private void Take(BucketShare share, long sent)
    {
        Drop(Held.Select(b => b.Lease.Bucket).Except(share.Leases.Select(l => l.Bucket)));
        var taken = _held.ToBuilder();
        foreach (var lease in share.Leases)
        {
            if (!taken.TryGetValue(lease.Bucket, out var known))
            {
                taken[lease.Bucket] = New(lease, sent);
            }
            else if (known.Lease == lease && known.IsHeld)
            {
                known.Renewed(sent);
            }
            else if (known.Lose() && known.TryClose()) // else what is in flight ends first
            {
                taken[lease.Bucket] = New(lease, sent);
            }
        }

        Hold(taken.ToImmutable());
        var surplus = _held.Count - share.Fair;
        foreach (var bucket in _held.Values.Reverse())
        {
            bucket.IsSurplus = surplus-- > 0;
        }

        telemetry.Holding(_held.Count);
        signal.Dispatcher.Set();
    }

    private Bucket New(BucketLease lease, long sent) => new(lease, sent, options.Lease.LostAfter, time);

    private void Hold(ImmutableSortedDictionary<int, Bucket> buckets) => Volatile.Write(ref _held, buckets);

    private void Drop(IEnumerable<int> buckets)
    {
        foreach (var number in buckets.ToArray())
        {
            if (_held.TryGetValue(number, out var bucket))
            {
                bucket.Lose(); // what is in flight ends; the token stays usable
                Hold(_held.Remove(number));
            }
        }
    }

    [LoggerMessage(
        1, LogLevel.Warning, "The buckets of the outbox could not be renewed; it is tried again until they are lost.", EventName = "OutboxBucketsNotRenewed")]
    private partial void NotRenewed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The buckets of the outbox could not be given back; they expire by themselves.", EventName = "OutboxBucketsNotLeft")]
    private partial void NotLeft(Exception exception);

    [LoggerMessage(8, LogLevel.Debug, "The outbox could not be measured; its metrics stay as they were.", EventName = "OutboxNotMeasured")]
    private partial void NotMeasured(Exception exception);
}
