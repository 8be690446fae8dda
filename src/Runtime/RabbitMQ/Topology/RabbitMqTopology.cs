using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace DistPatterns.Messaging;

/// <summary>
/// The exchanges and queues: a durable topic exchange a destination, by whose routing key, the message's type, others may choose;
/// a queue a consumer; and an exchange with a queue for its dead letters.
/// </summary>
/// <remarks>What does not fit closes its channel, so all of it happens on channels of its own.</remarks>
internal static class RabbitMqTopology
{
    public static string DeadLettersOf(string consumer) => $"{consumer}.dead";

    /// <summary>Makes sure that a destination exists.</summary>
    /// <exception cref="TopologyException">It is there with other settings, or missing.</exception>
    public static async Task DemandExchangeAsync(IConnection connection, RabbitMqOptions options, string destination, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await DemandAsync($"The exchange '{destination}'", () => options.DeclareTopology
            ? channel.ExchangeDeclareAsync(destination, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancellationToken)
            : channel.ExchangeDeclarePassiveAsync(destination, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Makes sure that a consumer's queue exists, is bound to its destinations, and has a place for its dead letters.</summary>
    /// <exception cref="TopologyException">Something is there with other settings, or missing.</exception>
    public static async Task DemandQueueAsync(IConnection connection, RabbitMqOptions options, IMessageReceiver receiver, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var queue = receiver.Consumer;
        var dead = DeadLettersOf(queue);
        if (!options.DeclareTopology)
        {
            await DemandAsync($"The queue '{queue}'", () => channel.QueueDeclarePassiveAsync(queue, cancellationToken)).ConfigureAwait(false);
            await DemandAsync($"The exchange '{dead}'", () => channel.ExchangeDeclarePassiveAsync(dead, cancellationToken)).ConfigureAwait(false);
            return;
        }

        var type = options.QueueType == RabbitMqQueueType.Quorum ? "quorum" : "classic";
        await DemandAsync($"The exchange '{dead}'", () => channel.ExchangeDeclareAsync(
            dead, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var plain = new Dictionary<string, object?> { ["x-queue-type"] = type };
        await DemandAsync($"The queue '{dead}'", () => channel.QueueDeclareAsync(
            dead, durable: true, exclusive: false, autoDelete: false, plain, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await channel.QueueBindAsync(dead, dead, "", cancellationToken: cancellationToken).ConfigureAwait(false);

        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = type,
            ["x-dead-letter-exchange"] = dead, // for what the broker itself gives up
            ["x-single-active-consumer"] = options.Consumers.SingleActive,
        };
        await DemandAsync($"The queue '{queue}'", () => channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken)).ConfigureAwait(false);
        foreach (var destination in receiver.Destinations)
        {
            await DemandExchangeAsync(connection, options, destination, cancellationToken).ConfigureAwait(false);
            await channel.QueueBindAsync(queue, destination, "#", cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DemandAsync(string what, Func<Task> demand)
    {
        try
        {
            await demand().ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { ReplyCode: 403 or 404 or 405 or 406 } reason)
        {
            throw new TopologyException(what, new InvalidOperationException(reason.ReplyText, e));
        }
    }
}
