using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistPatterns.Messaging;

/// <summary>Says which messages a consumer handles, and by what.</summary>
public sealed class ConsumerBuilder
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<Type, List<HandleMessage>> _handlers = [];

    internal ConsumerBuilder(IServiceCollection services) => _services = services;

    internal IReadOnlyDictionary<Type, List<HandleMessage>> Handlers => _handlers;

    internal int? MaxConcurrency { get; private set; }

    internal int MaxBatch { get; private set; } = 1;

    internal TimeSpan MaxTime { get; private set; } = MessageDelivery.DefaultTimeLimit;

    /// <summary>
    /// Handles messages of a type, which <see cref="DistPatternsBuilder.AddMessage"/> makes known. Several handlers of one type
    /// run one after the other, in one transaction.
    /// </summary>
    public ConsumerBuilder Handle<TMessage, THandler>() where TMessage : notnull where THandler : class, IMessageHandler<TMessage>
    {
        _services.TryAddTransient<THandler>();
        return Add<TMessage>((services, message, context, cancellationToken) =>
            services.GetRequiredService<THandler>().HandleAsync((TMessage)message, context, cancellationToken));
    }

    /// <summary>Handles messages of a type by a function.</summary>
    public ConsumerBuilder Handle<TMessage>(Func<TMessage, MessageContext, CancellationToken, ValueTask> handle) where TMessage : notnull =>
        Add<TMessage>((_, message, context, cancellationToken) => handle((TMessage)message, context, cancellationToken));

    /// <summary>
    /// Handles messages that wait together in one transaction, which costs less than one for each: nobody waits for a batch to fill. They share a
    /// scope. When one of them fails, all are rolled back and each is handled by itself, so handlers must do nothing that cannot be rolled back. For
    /// consumers whose messages change rows of their own: two batches that change the same rows in another order wait for each other, until the database
    /// ends one. Where they must, limit them to one at a time with <see cref="AtOnce"/>.
    /// </summary>
    /// <remarks>Over RabbitMQ; the in-process transport hands over one message after the other. A batch has one message of a key at most.</remarks>
    /// <param name="max">How many at most, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is not in that range.</exception>
    public ConsumerBuilder InBatches(int max)
    {
        MaxBatch = InRange(max);
        return this;
    }

    /// <summary>
    /// Handles so many messages, or batches, at the same time in this process at most: one by one where all of them want the same few rows. The
    /// transport says how many, if not given.
    /// </summary>
    /// <remarks>Over RabbitMQ; the in-process transport hands over as many at once as the dispatcher has buckets under way.</remarks>
    /// <param name="max">1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is not in that range.</exception>
    public ConsumerBuilder AtOnce(int max)
    {
        MaxConcurrency = InRange(max);
        return this;
    }

    /// <summary>
    /// How long it may take to handle a message, or those of a batch: the deadline in the context. By then their token is cancelled, and the message is tried
    /// again as any other that failed. A handler that goes on all the same is left behind, without its transaction. Default 30 s.
    /// </summary>
    /// <param name="limit">10 ms to one hour.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not in that range.</exception>
    public ConsumerBuilder TimeLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromMilliseconds(10));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromHours(1));
        MaxTime = limit;
        return this;
    }

    private static int InRange(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1_000);
        return max;
    }

    private ConsumerBuilder Add<TMessage>(HandleMessage handle)
    {
        if (!_handlers.TryGetValue(typeof(TMessage), out var handlers))
        {
            _handlers.Add(typeof(TMessage), handlers = []);
        }

        handlers.Add(handle);
        return this;
    }
}
