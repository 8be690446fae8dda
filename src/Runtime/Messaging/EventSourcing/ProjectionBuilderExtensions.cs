using DistPatterns.EventSourcing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns;

/// <summary>Projections of events.</summary>
public static class ProjectionBuilderExtensions
{
    /// <summary>
    /// Adds a projection and runs it in this process; <see cref="Projection"/> is added under its name, as a keyed service.
    /// </summary>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="name">Its name, for good: how far it is is remembered under it.</param>
    /// <param name="configure">Sets how projections read, all of them.</param>
    /// <exception cref="ArgumentException">There is a projection of that name.</exception>
    public static DistPatternsBuilder AddProjection<TProjection>(this DistPatternsBuilder builder, string name, Action<ProjectionOptions>? configure = null)
        where TProjection : class, IProjection
    {
        builder.ObserveProjection(name, configure);
        builder.Services.TryAddTransient<TProjection>();
        builder.Services.AddKeyedSingleton(name, (s, _) => new ProjectionWorker(
            s.GetRequiredKeyedService<Projection>(name), services => services.GetRequiredService<TProjection>(), s.GetRequiredService<IEventStore>(),
            s.GetRequiredService<ProjectionCheckpoints>(), s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<IOptions<ProjectionOptions>>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ProjectionWorker>>()));
        builder.Services.AddSingleton<IHostedService>(s => s.GetRequiredKeyedService<ProjectionWorker>(name));
        return builder;
    }

    /// <summary>Adds <see cref="Projection"/> alone, to wait for one that another process runs.</summary>
    /// <exception cref="ArgumentException">There is a projection of that name.</exception>
    public static DistPatternsBuilder ObserveProjection(this DistPatternsBuilder builder, string name, Action<ProjectionOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (builder.Services.Any(s => s.ServiceType == typeof(Projection) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a projection '{name}' already.", nameof(name));
        }

        builder.AddEventStore();
        builder.Services.Configure(configure ?? (_ => { }));
        builder.Services.AddKeyedSingleton(name, (s, _) => new Projection(
            name, s.GetRequiredService<ProjectionCheckpoints>(), s.GetRequiredService<IOptions<ProjectionOptions>>(), s.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
