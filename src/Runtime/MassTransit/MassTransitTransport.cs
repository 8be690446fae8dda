using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using DistPatterns.Outbox;
using DistPatterns.Resilience;
using MassTransit;
using MassTransit.Logging;

namespace DistPatterns.Messaging;

/// <summary>
/// Sends the outbox's messages over MassTransit's bus, as objects of their own types: MassTransit serializes them anew, and its consumers take them as any others.
/// A destination that is an address (<c>queue:billing</c>, <c>exchange:…</c>, <c>topic:…</c>, or that of an endpoint) is sent to; with any other the message is
/// published by its type.
/// </summary>
/// <remarks>
/// <para>
/// MessageId is the envelope's id, so MassTransit's own inbox knows a copy; the header <see cref="MassTransitHeaders.CorrelationId"/>, where it is a UUID, is its CorrelationId; the key is
/// the partition or routing key where the transport has one; the trace goes on from who wrote the message.
/// </para>
/// <para>Whether a message that was sent is confirmed is up to MassTransit's transport: that of RabbitMQ waits for the broker's confirm. Order per key is that of sending; what a receive endpoint does with it is its own affair.</para>
/// <para>Safe for concurrent use; all batches share one window.</para>
/// </remarks>
public sealed class MassTransitTransport : IOutboxTransport, IDisposable
{
    private readonly IBus _bus;
    private readonly MessageCodec _codec;
    private readonly MassTransitOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _window;

    /// <summary>Sends over <paramref name="bus"/>.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public MassTransitTransport(IBus bus, MessageCodec codec, MassTransitOptions options, TimeProvider? time = null)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_bus, _codec, _options, _time, _window) = (bus, codec, options, time ?? TimeProvider.System, new SemaphoreSlim(options.Window));
    }

    /// <inheritdoc/>
    public async ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        using var silence = new TimeLimit(_options.Timeout, _time, cancellationToken);
        Exception? lost = null;
        var results = await OrderedBatch.PublishAsync(batch, envelope => PublishAsync(envelope, silence, e => lost ??= e)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return lost is null || results.Any(r => r != PublishResult.NotTried) ? results : throw lost;
    }

    /// <summary>Ends its use; the bus is not its own.</summary>
    public void Dispose() => _window.Dispose();

    private async Task<PublishResult> PublishAsync(Envelope envelope, TimeLimit silence, Action<Exception> lost)
    {
        try
        {
            await _window.WaitAsync(silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return PublishResult.NotTried;
        }

        try
        {
            await HandOverAsync(envelope, silence.Token).ConfigureAwait(false);
            silence.Extend(_options.Timeout);
            return PublishResult.Confirmed;
        }
        catch (OperationCanceledException e) when (silence.IsOver)
        {
            lost(new TimeoutException($"MassTransit sent nothing for {_options.Timeout}.", e));
            return PublishResult.NotTried;
        }
        catch (ConnectionException e)
        {
            lost(e);
            return PublishResult.NotTried;
        }
        catch (TransportException e)
        {
            return PublishResult.Failed(new DestinationAwayException(e.Message, envelope.Destination, cause: e)); // it came back, or was refused
        }
        catch (Exception e)
        {
            return PublishResult.Failed(e);
        }
        finally
        {
            _window.Release();
        }
    }

    private async Task HandOverAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        Activity.Current = null; // or the dispatcher's span would be the parent; it is so for this method only
        var message = _codec.Open(envelope);
        if (Address(envelope.Destination) is { } address)
        {
            var endpoint = await _bus.GetSendEndpoint(address).WaitAsync(cancellationToken).ConfigureAwait(false);
            await endpoint.Send(message, message.GetType(), Pipe.Execute<SendContext>(context => Describe(envelope, context)), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => Describe(envelope, context)), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
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
