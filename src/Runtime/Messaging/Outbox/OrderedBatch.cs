using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>
/// Publishes a batch as an <see cref="IOutboxTransport"/> must: messages of one key go one after the other, each when the one before is
/// confirmed, so that nothing of a key has been sent when one of it fails. Had it been, it would stand at the broker before the one that
/// is sent again, and no receiver could put them right. Different keys, and messages without one, go at once.
/// </summary>
public static class OrderedBatch
{
    /// <summary>Publishes each message, and after one that is not confirmed no more of its key.</summary>
    /// <param name="batch">The messages. How many go at once is up to <paramref name="publish"/>, called for each key and each message without one.</param>
    /// <param name="publish">Sends one message and waits for what becomes of it.</param>
    /// <returns>A result for each message, in the order of the batch.</returns>
    /// <exception cref="Exception">Whatever <paramref name="publish"/> threw, when all have ended.</exception>
    public static async ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, Func<Envelope, Task<PublishResult>> publish)
    {
        var results = new PublishResult[batch.Length];
        var next = new int[batch.Length]; // of the same key; 0 where there is none, for nothing comes before the first
        await Task.WhenAll(FirstOfEachKey(batch.Span, next).Select(PublishKeyAsync)).ConfigureAwait(false);
        return results;

        async Task PublishKeyAsync(int index)
        {
            do
            {
                results[index] = await publish(batch.Span[index]).ConfigureAwait(false);
                index = results[index].IsConfirmed ? next[index] : 0;
            }
            while (index > 0);
        }
    }

    private static List<int> FirstOfEachKey(ReadOnlySpan<Envelope> batch, int[] next)
    {
        var first = new List<int>();
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Length; i++)
        {
            var key = batch[i].Key;
            if (key is not null && last.TryGetValue(key, out var before))
            {
                next[before] = i;
            }
            else
            {
                first.Add(i);
            }

            if (key is not null)
            {
                last[key] = i;
            }
        }

        return first;
    }
}
