using DistPatterns;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>RabbitMQ as the transport of messages.</summary>
public static class RabbitMqBuilderExtensions
{
    /// <summary>
    /// Sends the outbox's messages over RabbitMQ, and hands what comes in to every <see cref="IMessageReceiver"/> of the services,
    /// each from a queue of its own. Options are validated at start. The host starts while the broker is away.
    /// </summary>
    /// <remarks>Adds the health check <c>rabbitmq</c>, and meters and traces by the name <c>DistPatterns.RabbitMQ</c>.</remarks>
    public static DistPatternsBuilder UseRabbitMq(this DistPatternsBuilder builder, Action<RabbitMqOptions>? configure = null)
    {
        var services = builder.Services;
        services.AddOptions<RabbitMqOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        if (services.Any(s => s.ServiceType == typeof(RabbitMqTransport)))
        {
            return builder;
        }

        services.AddSingleton(s => new RabbitMqTransport(Options(s), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RabbitMqTransport>>()));
        services.Replace(ServiceDescriptor.Singleton<IOutboxTransport>(s => s.GetRequiredService<RabbitMqTransport>()));
        services.AddSingleton(s => new RabbitMqConsumers(
            s.GetServices<IMessageReceiver>(), Options(s), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RabbitMqConsumer>>()));
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<RabbitMqConsumers>());
        services.AddSingleton<RabbitMqHealthCheck>();
        services.AddHealthChecks().AddCheck<RabbitMqHealthCheck>("rabbitmq");
        return builder;
    }

    private static RabbitMqOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<RabbitMqOptions>>().Value;
}
