using DistPatterns;
using DistPatterns.Outbox;
using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The outbox as a part of a program.</summary>
public static class OutboxBuilderExtensions
{
    /// <summary>
    /// Adds the outbox: <see cref="OutboxWriter"/> to write, a hosted service that sends, and the health check <c>outbox</c>. It
    /// needs a database (<c>UsePostgres</c> or <c>UseSqlite</c>) and, where it sends, a transport. Options are validated, and tables and
    /// buckets checked, when the host starts.
    /// </summary>
    /// <remarks>Messages that are tried again are paid from the <see cref="RetryBudget"/> of the services; without one, from a budget of their own.</remarks>
    public static DistPatternsBuilder AddOutbox(this DistPatternsBuilder builder, Action<OutboxOptions>? configure = null)
    {
        var services = builder.Services;
        services.AddOptions<OutboxOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        if (services.Any(s => s.ServiceType == typeof(OutboxGates)))
        {
            return builder;
        }

        builder.Services.Needs(OutboxSchema.Component, s => Needed<IOutboxQueue>(s, "a database: call UsePostgres or UseSqlite").CheckAsync);
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton<OutboxTelemetry>();
        services.TryAddSingleton<OutboxWriter>();
        services.TryAddSingleton<OutboxGates>();
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<IOptions<OutboxOptions>>().Value.Dispatch ? NewDispatcher(s) : new NoDispatcher());
        services.AddHealthChecks().AddCheck<OutboxHealthCheck>("outbox");
        return builder;
    }

    /// <summary>Messages of the outbox are handed to the consumers of this process.</summary>
    public static DistPatternsBuilder UseInProcessTransport(this DistPatternsBuilder builder)
    {
        builder.Services.TryAddSingleton<IOutboxTransport, InProcessTransport>();
        return builder;
    }

    private static OutboxDispatcher NewDispatcher(IServiceProvider services) => ActivatorUtilities.CreateInstance<OutboxDispatcher>(
        services, Needed<IOutboxTransport>(services, "a transport: call UseInProcessTransport, or that of a broker"),
        services.GetService<RetryBudget>() ?? new RetryBudget(timeProvider: services.GetRequiredService<TimeProvider>()));

    private static T Needed<T>(IServiceProvider services, string what) where T : class =>
        services.GetService<T>() ?? throw new InvalidOperationException($"The outbox needs {what}, beside {nameof(AddOutbox)}.");
}
