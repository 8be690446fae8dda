using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>A consumer made of handlers. A message of a known type that it has no handler for is none of its business, and done.</summary>
internal sealed class MessageConsumer(
    string name, IReadOnlyDictionary<Type, List<HandleMessage>> handlers, int? maxConcurrency, int maxBatch, TimeSpan timeLimit,
    MessageTypes types, MessageCodec codec, MessageDelivery delivery, ILogger<MessageConsumer> logger)
    : IBatchReceiver
{
    public string Consumer { get; } = name;

    public IReadOnlyCollection<string> Destinations { get; } = types.DestinationsOf(name, handlers.Keys);

    public int? MaxConcurrency { get; } = maxConcurrency;

    public int MaxBatch { get; } = maxBatch;

    public bool IsBatchable(Envelope envelope) => true;

    public ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken) =>
        delivery.ReceiveAsync(Consumer, envelope, timeLimit, HandleAsync, cancellationToken);

    public ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken) =>
        delivery.ReceiveAsync(Consumer, envelopes, timeLimit, HandleAsync, cancellationToken);

    private async ValueTask HandleAsync(IServiceProvider services, MessageContext context, CancellationToken cancellationToken)
    {
        var message = codec.Open(context.Envelope);
        if (!handlers.TryGetValue(message.GetType(), out var wanted))
        {
            MessagingTelemetry.Unwanted(logger, Consumer, context.Envelope.Type, context.Envelope.Id);
            return;
        }

        foreach (var handle in wanted)
        {
            await handle(services, message, context, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Hands a message to a handler of its type.</summary>
internal delegate ValueTask HandleMessage(IServiceProvider services, object message, MessageContext context, CancellationToken cancellationToken);
