using DistPatterns.Messaging;
using DistPatterns.Sagas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns;

/// <summary>Sagas: transactions over several systems, each step of which can be undone.</summary>
public static class SagaBuilderExtensions
{
    /// <summary>
    /// Adds a saga. Its state, the log of its steps, its timers and what it sends are written in one transaction with the mark that the message was
    /// handled, so that it goes on after a crash at the step that it was in, and each saga ends completed or compensated (H. Garcia-Molina, K. Salem,
    /// "Sagas", 1987).
    /// </summary>
    /// <example>
    /// <code>
    /// builder.AddSaga&lt;OrderState&gt;("order", saga => saga
    ///     .StartedBy&lt;OrderPlaced&gt;(m => m.OrderId, (s, m) => s.Amount = m.Amount)
    ///     .Step("pay",
    ///         pay => pay
    ///             .Sends(s => new Charge(s.OrderId, s.Amount))
    ///             .CompletedBy&lt;Charged&gt;(m => m.OrderId)
    ///             .FailedBy&lt;Declined&gt;(m => m.OrderId)
    ///             .Timeout(TimeSpan.FromMinutes(5)),
    ///         undo => undo.Sends(s => new Refund(s.OrderId)).CompletedBy&lt;Refunded&gt;(m => m.OrderId))
    ///     .Step("reserve", ReserveAsync, ReleaseAsync)
    ///     .Pivot()
    ///     .Step("ship", ship => ship.Sends(s => new Ship(s.OrderId))));
    /// </code>
    /// </example>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="name">Its name, for good: sagas under way are known by it. <c>saga.</c> and the name is the consumer and its timers' destination.</param>
    /// <param name="define">Says how it goes.</param>
    /// <param name="configure">Sets how sagas meet each other's messages and how long finished ones are kept, all of them.</param>
    /// <exception cref="ArgumentException">It cannot go that way; the message says why.</exception>
    public static DistPatternsBuilder AddSaga<TState>(
        this DistPatternsBuilder builder, string name, Action<SagaBuilder<TState>> define, Action<SagaOptions>? configure = null)
        where TState : class, new()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var saga = new SagaBuilder<TState>(name);
        define(saga);
        var definition = saga.Build();
        builder.Services.AddOptions<SagaOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<SagaCleanUp>();
        builder.Services.Needs(SagaSchema.Component);
        return builder.AddReceiver(definition.Address, s => Receiver(definition, s));
    }

    private static SagaReceiver<TState> Receiver<TState>(SagaDefinition<TState> definition, IServiceProvider s)
        where TState : class, new()
    {
        var (types, time, random) = (s.GetRequiredService<MessageTypes>(), s.GetRequiredService<TimeProvider>(), s.GetService<Random>() ?? Random.Shared);
        types.DestinationsOf(definition.Address, definition.Commands);
        var handler = new SagaHandler<TState>(
            definition, s.GetRequiredService<ISagaStore>(), s.GetRequiredService<MessageCodec>(), s.GetRequiredService<IMessageSerializer>(),
            time, random, s.GetRequiredService<ILoggerFactory>().CreateLogger("DistPatterns.Sagas"));
        return new(definition, handler, s.GetRequiredService<MessageDelivery>(), types, s.GetRequiredService<IOptions<SagaOptions>>().Value, time, random);
    }
}
