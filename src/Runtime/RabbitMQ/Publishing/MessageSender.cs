using DistPatterns.Outbox;
using RabbitMQ.Client.Exceptions;

namespace DistPatterns.Messaging;

/// <summary>
/// Sends messages through a session, and tells what became of each. A connection that is lost is no message's fault, unless the broker closed it
/// over one of them.
/// </summary>
internal sealed class MessageSender(PublishSession session, RabbitMqOptions options, TimeProvider time)
{
    /// <exception cref="RabbitMqUnavailableException">The connection is lost: what became of the message is not known.</exception>
    public async Task<PublishResult> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (envelope.Body.Length > options.MaxMessageSize)
        {
            return Failed(envelope, "too large", new MessageTooLargeException(envelope, "broker", options.MaxMessageSize));
        }

        try
        {
            await session.DemandAsync(envelope.Destination, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return session.IsOpen
                ? Failed(envelope, "no exchange", new DestinationAwayException(e.Message, envelope.Destination, cause: e))
                : throw Lost(envelope, e);
        }

        return session.IsOpen
            ? await PublishAsync(envelope).ConfigureAwait(false)
            : throw Lost(envelope, new IOException(session.Ended?.ReplyText ?? "The connection was given up."));
    }

    private async Task<PublishResult> PublishAsync(Envelope envelope)
    {
        using var activity = RabbitMqTelemetry.StartPublish(envelope);
        var sent = time.GetTimestamp();
        try
        {
            await session.SendAsync(envelope, WireFormat.ToProperties(envelope, activity?.Id ?? envelope.TraceParent)).ConfigureAwait(false);
            RabbitMqTelemetry.Published(envelope.Destination, "confirmed", time.GetElapsedTime(sent));
            return PublishResult.Confirmed;
        }
        catch (PublishException e)
        {
            return e.IsReturn
                ? Failed(envelope, "returned", new MessageReturnedException(envelope, e))
                : Failed(envelope, "refused", new MessageRefusedException(envelope, e));
        }
        catch (Exception e) when (session.TooLarge is { } culprit)
        {
            return envelope.Body.Length == culprit.Size
                ? Failed(envelope, "too large", new MessageTooLargeException(envelope, "broker", culprit.Limit, e))
                : PublishResult.NotTried;
        }
        catch (Exception e)
        {
            return session.IsOpen || session.IsEndedByContent ? Failed(envelope, "unconfirmed", e) : throw Lost(envelope, e);
        }
    }

    private RabbitMqUnavailableException Lost(Envelope envelope, Exception error)
    {
        RabbitMqTelemetry.Published(envelope.Destination, "lost");
        return session.Away(error);
    }

    private static PublishResult Failed(Envelope envelope, string outcome, Exception error)
    {
        RabbitMqTelemetry.Published(envelope.Destination, outcome);
        return PublishResult.Failed(error);
    }
}
