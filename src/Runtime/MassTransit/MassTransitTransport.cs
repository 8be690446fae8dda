using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using DistPatterns.Outbox;
using MassTransit;
using MassTransit.Logging;

namespace DistPatterns.Messaging;

/// <summary>
/// Sends the outbox's messages over MassTransit's bus, as objects of their own types: MassTransit serializes them anew, and its consumers take them as
/// any others. A destination that is an address (<c>queue:billing</c>, <c>exchange:…</c>, <c>topic:…</c>, or that of an endpoint) is sent to; with any
/// other the message is published by its type.
/// </summary>
/// <remarks>
/// <para>
/// MessageId is the envelope's id, so MassTransit's own inbox knows a copy; the header <see cref="MassTransitHeaders.CorrelationId"/>, where it is a
/// UUID, is its CorrelationId; the key is the partition or routing key where the transport has one; the trace goes on from who wrote the message.
/// </para>
/// <para>
/// Whether a message that was sent is confirmed is up to MassTransit's transport: that of RabbitMQ waits for the broker's confirm. Order per key is
/// that of sending; what a receive endpoint does with it is its own affair.
/// </para>
/// <para>Safe for concurrent use; all batches share one window.</para>
/// </remarks>
internal sealed class MassTransitTransport : IOutboxTransport
{
    private readonly IBus _bus;
    private readonly MessageCodec _codec;
    private readonly ConfirmWindow _window;

    /// <summary>Sends over <paramref name="bus"/>.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public MassTransitTransport(IBus bus, MessageCodec codec, MassTransitOptions options, TimeProvider? time = null)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_bus, _codec) = (bus, codec);
        _window = new ConfirmWindow(
            options.Window, options.Timeout, time ?? TimeProvider.System, () => new TimeoutException($"MassTransit sent nothing for {options.Timeout}."));
    }

    /// <inheritdoc/>
    public ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken) =>
        _window.PublishAsync(batch, SendAsync, cancellationToken);

    private async Task<PublishResult> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            await HandOverAsync(envelope, cancellationToken).ConfigureAwait(false);
            return PublishResult.Confirmed;
        }
        catch (Exception e) when (e is not ConnectionException && !cancellationToken.IsCancellationRequested)
        {
            // what the transport itself refused or gave back is the destination's affair
            return PublishResult.Failed(e is TransportException ? new DestinationAwayException(e.Message, envelope.Destination, cause: e) : e);
        }
    }

    private async Task HandOverAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        Activity.Current = null; // or the dispatcher's span would be the parent; it is so for this method only
        var message = _codec.Open(envelope);
        if (Address(envelope.Destination) is { } address)
        {
            var endpoint = await _bus.GetSendEndpoint(address).ConfigureAwait(false);
            var pipe = Pipe.Execute<SendContext>(context => Describe(envelope, context));
            await endpoint.Send(message, message.GetType(), pipe, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var pipe = Pipe.Execute<PublishContext>(context => Describe(envelope, context));
            await _bus.Publish(message, message.GetType(), pipe, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Uri? Address(string destination) =>
        destination.Contains(':', StringComparison.Ordinal) && Uri.TryCreate(destination, UriKind.Absolute, out var address) ? address : null;

    private static void Describe(Envelope envelope, SendContext context)
    {
        context.MessageId = envelope.Id;
        if (envelope.Headers.TryGetValue(MassTransitHeaders.CorrelationId, out var text) && Guid.TryParse(text, out var correlation))
        {
            context.CorrelationId = correlation;
        }

        foreach (var (name, value) in envelope.Headers)
        {
            context.Headers.Set(name, value);
        }

        context.Headers.Set(MassTransitHeaders.Key, envelope.Key);
        context.Headers.Set(MassTransitHeaders.Version, envelope.Version, overwrite: true);
        context.Headers.Set(DiagnosticHeaders.ActivityId, envelope.TraceParent);
        if (envelope.Key is { } key)
        {
            _ = context.TrySetPartitionKey(key) || context.TrySetRoutingKey(key);
        }
    }
}
