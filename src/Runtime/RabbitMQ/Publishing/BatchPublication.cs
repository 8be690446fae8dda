using DistPatterns.Outbox;
using RabbitMQ.Client.Exceptions;

namespace DistPatterns.Messaging;

/// <summary>
/// Sends one batch. Messages of one key go one after the other, each when the one before is confirmed, so that nothing of a key
/// has been sent when one of it fails: had it been, it would stand at the broker before the one that is sent again, and no
/// receiver could put them right. Different keys, and messages without one, share the window.
/// </summary>
/// <remarks>
/// When the connection is lost, what was on its way may have arrived or not: it failed, and may arrive twice. What was not sent
/// yet is <see cref="PublishResult.NotTried"/>.
/// </remarks>
internal sealed class BatchPublication(PublishSession session, ReadOnlyMemory<Envelope> batch, RabbitMqOptions options, TimeProvider time)
{
    private readonly PublishResult[] _results = new PublishResult[batch.Length];

    // the next message of the same key; 0 where there is none, for nothing comes before the first
    private readonly int[] _next = new int[batch.Length];

    public async ValueTask<PublishResult[]> RunAsync(CancellationToken cancellationToken)
    {
        using var stalled = new CancellationTokenSource(options.ConfirmTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, cancellationToken);
        await Task.WhenAll(FirstOfEachKey().Select(first => SendLaneAsync(first, stalled, either.Token))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return _results;
    }

    private List<int> FirstOfEachKey()
    {
        var first = new List<int>();
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Length; i++)
        {
            var key = batch.Span[i].Key;
            if (key is not null && last.TryGetValue(key, out var before))
            {
                _next[before] = i;
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

    private async Task SendLaneAsync(int index, CancellationTokenSource stalled, CancellationToken cancellationToken)
    {
        do
        {
            var envelope = batch.Span[index];
            var result = await SendAsync(envelope, stalled, cancellationToken).ConfigureAwait(false);
            _results[index] = result;
            if (!result.IsConfirmed)
            {
                return;
            }

            index = _next[index];
        }
        while (index > 0);
    }

    private async Task<PublishResult> SendAsync(Envelope envelope, CancellationTokenSource stalled, CancellationToken cancellationToken)
    {
        if (envelope.Body.Length > options.MaxMessageSize)
        {
            return Failed(envelope, "too large", new MessageTooLargeException(envelope, options.MaxMessageSize));
        }

        try
        {
            await session.DemandAsync(envelope.Destination, cancellationToken).ConfigureAwait(false);
            await session.EnterAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return PublishResult.NotTried;
        }
        catch (Exception e)
        {
            return session.IsOpen ? Failed(envelope, "no exchange", e) : PublishResult.NotTried;
        }

        if (session.IsOpen)
        {
            return await SendEnteredAsync(envelope, stalled, cancellationToken).ConfigureAwait(false);
        }

        session.Leave();
        return PublishResult.NotTried;
    }

    private async Task<PublishResult> SendEnteredAsync(Envelope envelope, CancellationTokenSource stalled, CancellationToken cancellationToken)
    {
        using var activity = RabbitMqTelemetry.StartPublish(envelope);
        var sent = time.GetTimestamp();
        try
        {
            await session.SendAsync(envelope, WireFormat.ToProperties(envelope, activity?.Id ?? envelope.TraceParent)).WaitAsync(cancellationToken).ConfigureAwait(false);
            stalled.CancelAfter(options.ConfirmTimeout); // the broker answers
            RabbitMqTelemetry.Published(envelope.Destination, "confirmed", time.GetElapsedTime(sent));
            return PublishResult.Confirmed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (stalled.IsCancellationRequested)
            {
                session.Abandon();
            }

            return Failed(envelope, "unconfirmed", new TimeoutException($"The broker did not confirm the message {envelope.Id} and nothing else for {options.ConfirmTimeout}."));
        }
        catch (PublishException e)
        {
            return e.IsReturn ? Failed(envelope, "returned", new MessageReturnedException(envelope, e)) : Failed(envelope, "refused", new MessageRefusedException(envelope, e));
        }
        catch (Exception e) when (session.TooLarge is { } culprit)
        {
            return envelope.Body.Length == culprit.Size ? Failed(envelope, "too large", new MessageTooLargeException(envelope, culprit.Limit, e)) : PublishResult.NotTried;
        }
        catch (Exception e)
        {
            return Failed(envelope, "unconfirmed", e);
        }
    }

    private static PublishResult Failed(Envelope envelope, string outcome, Exception error)
    {
        RabbitMqTelemetry.Published(envelope.Destination, outcome);
        return PublishResult.Failed(error);
    }
}
