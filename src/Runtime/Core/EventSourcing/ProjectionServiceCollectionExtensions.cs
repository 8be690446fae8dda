using System.Data.Common;
using DistPatterns.EventSourcing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What projections stand on, as services.</summary>
public static class ProjectionServiceCollectionExtensions
{
    /// <summary>Adds where it is kept how far projections are: the database of the events and the read models. The package of the database calls this.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services, Func<IServiceProvider, DbDataSource> source)
    {
        services.AddLogging();
        services.AddOptions<ProjectionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new ProjectionCheckpoints(source(s)));
        return services;
    }
}
