using System.ComponentModel.DataAnnotations;
using DistPatterns.Replication;
using DistPatterns.Resilience;
using DistPatterns.Validation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Replication as services. Each takes the <see cref="TimeProvider"/> of the services, or the system's.</summary>
public static class ReplicationServiceCollectionExtensions
{
    /// <summary>Adds the one <see cref="HybridLogicalClock"/> of the process.</summary>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public static IServiceCollection AddHybridLogicalClock(this IServiceCollection services, HybridClockOptions? options = null)
    {
        options = (options ?? new()).Validated();
        services.TryAddSingleton(s => new HybridLogicalClock(s.GetService<TimeProvider>(), options));
        return services;
    }

    /// <summary>
    /// Adds a <see cref="QuorumClient{TKey,TValue}"/> over these replicas, with the process's clock, and of the services the
    /// <see cref="IConflictResolver{T}"/> and, unless the options have one, the <see cref="RetryBudget"/>, if there are.
    /// </summary>
    /// <exception cref="ValidationException">An option is out of range, or the quorums do not overlap.</exception>
    public static IServiceCollection AddQuorumClient<TKey, TValue>(
        this IServiceCollection services, QuorumOptions options, Func<IServiceProvider, IReadOnlyList<IReplica<TKey, TValue>>> replicas)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        services.AddHybridLogicalClock().TryAddSingleton(s => new QuorumClient<TKey, TValue>(
            replicas(s),
            options with { Budget = options.Budget ?? s.GetService<RetryBudget>() },
            s.GetService<IConflictResolver<TValue>>(),
            s.GetRequiredService<HybridLogicalClock>(),
            s.GetService<TimeProvider>(),
            s.GetService<ILogger<QuorumClient<TKey, TValue>>>()));
        return services;
    }

    /// <summary>Adds a <see cref="ReplicaRouter{TNode}"/>, and asks its nodes where they are for as long as the host runs.</summary>
    public static IServiceCollection AddReplicaRouter<TNode>(this IServiceCollection services, Func<IServiceProvider, ReplicaRouter<TNode>> create)
    {
        services.TryAddSingleton(create);
        return services.AddHostedService<ReplicaRouterService<TNode>>();
    }
}
