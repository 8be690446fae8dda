using DistPatterns;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>MassTransit as the transport of messages.</summary>
public static class MassTransitBuilderExtensions
{
    /// <summary>
    /// Sends the outbox's messages over the <see cref="IBus"/> that <c>AddMassTransit</c> adds. Options are validated at start. Consumers, health and
    /// metrics are MassTransit's own.
    /// </summary>
    public static DistPatternsBuilder UseMassTransit(this DistPatternsBuilder builder, Action<MassTransitOptions>? configure = null)
    {
        builder.Services.AddOptions<MassTransitOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(s => new MassTransitTransport(
            s.GetRequiredService<IBus>(),
            s.GetRequiredService<MessageCodec>(),
            s.GetRequiredService<IOptions<MassTransitOptions>>().Value,
            s.GetRequiredService<TimeProvider>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IOutboxTransport>(s => s.GetRequiredService<MassTransitTransport>()));
        return builder;
    }
}
