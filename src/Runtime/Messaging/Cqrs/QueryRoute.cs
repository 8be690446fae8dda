using DistPatterns.EventSourcing;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Cqrs;

/// <summary>Which projection feeds what a query reads.</summary>
internal sealed record QueryRoute<TQuery, TResult>(string? Projection)
{
    public Projection ProjectionOf(IServiceProvider services) => Projection is null
        ? throw new InvalidOperationException($"{typeof(TQuery)} is to see what was written, and it is not said which projection it reads from.")
        : services.GetRequiredKeyedService<Projection>(Projection);
}
