using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>
/// The messages of this process's buckets that wait for destinations that are away: they are held back where readers do not see them, and come back in
/// their order, so that a destination which is away costs the others nothing.
/// </summary>
internal sealed partial class HeldMessages(
    IOutboxQueue queue, Guid owner, AwayDestinations away, OutboxSignal signal, OutboxTelemetry telemetry, TimeProvider time, ILogger logger)
{
    // a call to hold back that seemed lost may yet take effect, when nothing is known to be held any more
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    /// <summary>Before buckets are read: brings back what may be sent again.</summary>
    public async Task ReleaseAsync(IReadOnlyList<Bucket> buckets, CancellationToken cancellationToken)
    {
        var unknown = buckets.Where(b => b.HeldFor is null || time.GetElapsedTime(b.HeldAskedAt) > AskAgain);
        await FindAsync(unknown.ToDictionary(b => b.Lease.Bucket), cancellationToken);
        foreach (var bucket in buckets)
        {
            foreach (var name in bucket.HeldFor!.Keys)
            {
                if (away.Admit(name) is var count and > 0)
                {
                    await ReleaseAsync(bucket, name, count, cancellationToken);
                }
            }
        }
    }

    /// <summary>The destination that a message must wait for; null where it may be sent.</summary>
    public string? WaitsFor(Bucket bucket, QueuedMessage message) =>
        message.WaitsFor is { } same ? same
        : away.IsEmpty && bucket.HeldFor!.IsEmpty ? null
        : AwayDestinations.NamesOf(message.Envelope)
            .FirstOrDefault(name =>
                bucket.HeldFor!.TryGetValue(name, out var last)
                    ? message.Sequence > last
                    : away.IsAway(name));

    /// <summary>Takes in what a batch has shown of destinations.</summary>
    public void Learn(Bucket bucket, Delivery delivery)
    {
        foreach (var (name, waiting) in delivery.Waiting)
        {
            bucket.HeldFor!.AddOrUpdate(name, 0, (_, last) => Math.Min(last, waiting.Min() - 1)); // nothing of its key may pass that message
        }

        foreach (var (name, error) in delivery.Refusals)
        {
            bucket.HasMore = true; // later ones of its key to others were not tried, and may go now
            telemetry.Refused(name);
            if (away.Refused(name, error.Message))
            {
                Away(name, error.Message);
            }
        }

        if (!away.IsEmpty)
        {
            foreach (var name in delivery.ConfirmedEnvelopes.SelectMany(AwayDestinations.NamesOf).Distinct().Where(n => !delivery.Refusals.ContainsKey(n)))
            {
                if (away.Took(name) is { } age)
                {
                    Back(name, age);
                    signal.Wake(); // the other buckets wait for their next try
                }
            }
        }
    }

    /// <summary>Writes down what waits.</summary>
    /// <returns>False if the lease is lost.</returns>
    public async ValueTask<bool> RecordAsync(Bucket bucket, Delivery delivery, CancellationToken cancellationToken)
    {
        var isHeld = delivery.Held.Count == 0 || await queue.HoldBackAsync(owner, bucket.Lease, away: null, delivery.Held, cancellationToken);
        foreach (var (name, sequences) in delivery.Waiting)
        {
            isHeld = isHeld && await queue.HoldBackAsync(owner, bucket.Lease, name, sequences, cancellationToken);
        }

        return isHeld;
    }

    /// <summary>Sees to it that the bucket is looked at again when there may be something to bring back.</summary>
    public void Schedule(Bucket bucket)
    {
        foreach (var name in bucket.HeldFor?.Keys ?? [])
        {
            bucket.LookAgainIn(away.Left(name));
        }
    }

    /// <summary>Forgets destinations that nothing waits for in these buckets.</summary>
    public void Forget(IEnumerable<Bucket> buckets)
    {
        if (!away.IsEmpty)
        {
            away.ForgetAllBut(buckets.Where(b => b.IsHeld).SelectMany(b => b.HeldFor?.Keys ?? []).ToHashSet(StringComparer.Ordinal));
        }
    }

    private async Task FindAsync(Dictionary<int, Bucket> unknown, CancellationToken cancellationToken)
    {
        if (unknown.Count == 0)
        {
            return;
        }

        var now = time.GetTimestamp();
        var found = await queue.FindHeldBackAsync([.. unknown.Keys], cancellationToken);
        foreach (var bucket in unknown.Values)
        {
            (bucket.HeldFor, bucket.HeldAskedAt) = (bucket.HeldFor ?? new(StringComparer.Ordinal), now);
        }

        foreach (var held in found)
        {
            unknown[held.Bucket].HeldFor!.TryAdd(held.Away, 0);
        }
    }

    private async Task ReleaseAsync(Bucket bucket, string name, int count, CancellationToken cancellationToken)
    {
        if (await queue.ReleaseAsync(owner, bucket.Lease, name, count, cancellationToken) is not { } release)
        {
            bucket.Lose();
        }
        else if (release.Count == 0 || (release.Count < count && !away.IsAway(name)))
        {
            bucket.HeldFor!.TryRemove(name, out _); // that was all
        }
        else
        {
            bucket.HeldFor![name] = Math.Max(bucket.HeldFor[name], release.Last);
        }
    }

    [LoggerMessage(
        9, LogLevel.Warning, "The destination '{Destination}' takes no messages: {Reason} They wait for it, and the others go on.",
        EventName = "OutboxDestinationAway")]
    private partial void Away(string destination, string reason);

    [LoggerMessage(10, LogLevel.Information, "The destination '{Destination}' takes messages again, after {Age}.", EventName = "OutboxDestinationBack")]
    private partial void Back(string destination, TimeSpan age);
}
