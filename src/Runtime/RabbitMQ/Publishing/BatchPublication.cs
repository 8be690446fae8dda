using DistPatterns.Outbox;
using DistPatterns.Resilience;
using RabbitMQ.Client.Exceptions;

namespace DistPatterns.Messaging;

/// <summary>Sends one batch through a session, each key in order (<see cref="OrderedBatch"/>), as many at once as the window has room for.</summary>
/// <remarks>
/// When the connection is lost, what was on its way may have arrived or not: it is sent again, and may arrive twice. No message is blamed for that, unless
/// the broker closed the connection over one of them.
/// </remarks>
internal sealed class BatchPublication(PublishSession session, string broker, RabbitMqOptions options, TimeProvider time)
{
    private volatile RabbitMqUnavailableException? _lost;

    public async ValueTask<PublishResult[]> RunAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        using var silence = new TimeLimit(options.ConfirmTimeout, time, cancellationToken);
        var results = await OrderedBatch.PublishAsync(batch, envelope => SendAsync(envelope, silence)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return _lost is { } lost && results.All(r => r == PublishResult.NotTried) ? throw lost : results;
    }

    private async Task<PublishResult> SendAsync(Envelope envelope, TimeLimit silence)
    {
        var cancellationToken = silence.Token;
        if (envelope.Body.Length > options.MaxMessageSize)
        {
            return Failed(envelope, "too large", new MessageTooLargeException(envelope, "broker", options.MaxMessageSize));
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
            return session.IsOpen
                ? Failed(envelope, "no exchange", new DestinationAwayException(e.Message, envelope.Destination, cause: e))
                : Lost(envelope, e);
        }

        if (session.IsOpen)
        {
            return await SendEnteredAsync(envelope, silence).ConfigureAwait(false);
        }

        session.Leave();
        return Lost(envelope, new IOException(session.Ended?.ReplyText ?? "The connection was given up."));
    }

    private async Task<PublishResult> SendEnteredAsync(Envelope envelope, TimeLimit silence)
    {
        var cancellationToken = silence.Token;
        using var activity = RabbitMqTelemetry.StartPublish(envelope);
        var sent = time.GetTimestamp();
        try
        {
            await session.SendAsync(envelope, WireFormat.ToProperties(envelope, activity?.Id ?? envelope.TraceParent)).WaitAsync(cancellationToken).ConfigureAwait(false);
            silence.Extend(options.ConfirmTimeout); // the broker answers
            RabbitMqTelemetry.Published(envelope.Destination, "confirmed", time.GetElapsedTime(sent));
            return PublishResult.Confirmed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (silence.IsOver && session.Blocked is null)
            {
                session.Abandon();
            }

            return Lost(envelope, new TimeoutException(session.Blocked is { } reason
                ? $"It takes no messages now: {reason}"
                : $"It confirmed nothing for {options.ConfirmTimeout}."));
        }
        catch (PublishException e)
        {
            return e.IsReturn ? Failed(envelope, "returned", new MessageReturnedException(envelope, e)) : Failed(envelope, "refused", new MessageRefusedException(envelope, e));
        }
        catch (Exception e) when (session.TooLarge is { } culprit)
        {
            return envelope.Body.Length == culprit.Size ? Failed(envelope, "too large", new MessageTooLargeException(envelope, "broker", culprit.Limit, e)) : PublishResult.NotTried;
        }
        catch (Exception e)
        {
            return session.IsOpen || session.IsEndedByContent ? Failed(envelope, "unconfirmed", e) : Lost(envelope, e);
        }
    }

    // no message is to blame: what became of this one is not known
    private PublishResult Lost(Envelope envelope, Exception error)
    {
        _lost ??= new RabbitMqUnavailableException(broker, error);
        RabbitMqTelemetry.Published(envelope.Destination, "lost");
        return PublishResult.NotTried;
    }

    private static PublishResult Failed(Envelope envelope, string outcome, Exception error)
    {
        RabbitMqTelemetry.Published(envelope.Destination, outcome);
        return PublishResult.Failed(error);
    }
}
