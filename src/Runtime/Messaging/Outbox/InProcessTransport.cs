using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>
/// Hands each message to all consumers of this process that want its destination, one after the other; a message is
/// confirmed when all have handled it. When one fails, all get it again: those that had handled it see a duplicate.
/// </summary>
internal sealed class InProcessTransport(IEnumerable<IMessageReceiver> receivers) : IOutboxTransport
{
    private readonly ILookup<string, IMessageReceiver> _receivers = receivers
        .SelectMany(r => r.Destinations, (receiver, destination) => (receiver, destination))
        .ToLookup(r => r.destination, r => r.receiver, StringComparer.Ordinal);

    public async ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        var results = new PublishResult[batch.Length];
        HashSet<string> stopped = new(StringComparer.Ordinal);
        for (var i = 0; i < batch.Length; i++)
        {
            var envelope = batch.Span[i];
            if (envelope.Key is { } key && stopped.Contains(key))
            {
                continue; // NotTried
            }

            if (cancellationToken.IsCancellationRequested)
            {
                break; // what was handled is confirmed all the same
            }

            results[i] = await HandAsync(envelope, cancellationToken);
            if (!results[i].IsConfirmed && envelope.Key is { } failed)
            {
                stopped.Add(failed);
            }
        }

        return results;
    }

    private async ValueTask<PublishResult> HandAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (!_receivers.Contains(envelope.Destination))
        {
            return PublishResult.Failed(new UnroutableMessageException(envelope));
        }

        // a consumer that fails keeps no other from its message
        List<Exception> errors = [];
        foreach (var receiver in _receivers[envelope.Destination])
        {
            try
            {
                await receiver.ReceiveAsync(envelope, cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return PublishResult.NotTried;
            }
            catch (Exception e)
            {
                errors.Add(e);
            }
        }

        // one that may yet succeed is worth another try; poison alone is not
        return errors.Count == 0 ? PublishResult.Confirmed : PublishResult.Failed(errors.Find(e => e is not PoisonMessageException) ?? errors[0]);
    }
}
