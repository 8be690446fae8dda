using DistPatterns.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DistPatterns;

/// <summary>Consumers of messages.</summary>
public static class ConsumerBuilderExtensions
{
    /// <summary>
    /// Adds a consumer, which a transport gives a queue of its own: <c>AddConsumer("inventory", c => c.Handle&lt;OrderPlaced, ReserveStock&gt;())</c>.
    /// It handles each message once, in a transaction of the database that was added.
    /// </summary>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="name">Its name, for good: what it has handled is remembered under it.</param>
    /// <param name="configure">Says what it handles.</param>
    /// <exception cref="ArgumentException">There is a consumer of that name.</exception>
    public static DistPatternsBuilder AddConsumer(this DistPatternsBuilder builder, string name, Action<ConsumerBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var consumer = new ConsumerBuilder(builder.Services);
        configure(consumer);
        return builder.AddReceiver(name, s => new MessageConsumer(
            name, consumer.Handlers, consumer.MaxConcurrency, consumer.MaxBatch, consumer.MaxTime,
            s.GetRequiredService<MessageTypes>(),
            s.GetRequiredService<MessageCodec>(),
            s.GetRequiredService<MessageDelivery>(),
            s.GetRequiredService<ILogger<MessageConsumer>>()));
    }

    internal static DistPatternsBuilder AddReceiver(this DistPatternsBuilder builder, string name, Func<IServiceProvider, IMessageReceiver> create)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(IMessageReceiver) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a consumer '{name}' already.", nameof(name));
        }

        builder.AddInbox();
        builder.Services.TryAddSingleton<MessageDelivery>();
        builder.Services.AddKeyedSingleton(name, (s, _) => create(s));
        builder.Services.AddSingleton(s => s.GetRequiredKeyedService<IMessageReceiver>(name));
        return builder;
    }
}
