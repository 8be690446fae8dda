using DistPatterns.Cqrs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistPatterns;

/// <summary>Commands and queries.</summary>
public static class CqrsBuilderExtensions
{
    /// <summary>Adds the handler of a command; <see cref="IDispatcher"/> takes commands to it.</summary>
    /// <exception cref="ArgumentException">The command has a handler.</exception>
    public static DistPatternsBuilder AddCommand<TCommand, TResult, THandler>(this DistPatternsBuilder builder)
        where TCommand : notnull where THandler : class, ICommandHandler<TCommand, TResult>
    {
        builder.AddInbox();
        builder.AddHandler<ICommandHandler<TCommand, TResult>, THandler>();
        return builder;
    }

    /// <summary>Adds the handler of a query; <see cref="IDispatcher"/> takes queries to it.</summary>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="projection">The projection that feeds what it reads, for queries that are to see what was just written.</param>
    /// <exception cref="ArgumentException">The query has a handler.</exception>
    public static DistPatternsBuilder AddQuery<TQuery, TResult, THandler>(this DistPatternsBuilder builder, string? projection = null)
        where TQuery : notnull where THandler : class, IQueryHandler<TQuery, TResult>
    {
        builder.AddHandler<IQueryHandler<TQuery, TResult>, THandler>();
        builder.Services.AddSingleton(new QueryRoute<TQuery, TResult>(projection));
        return builder;
    }

    private static void AddHandler<TContract, THandler>(this DistPatternsBuilder builder) where TContract : class where THandler : class, TContract
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(TContract)))
        {
            throw new ArgumentException($"{typeof(TContract)} is there already: {typeof(THandler)} would be a second one.");
        }

        builder.Services.AddTransient<TContract, THandler>();
        builder.Services.TryAddSingleton<IDispatcher, Dispatcher>();
    }
}
