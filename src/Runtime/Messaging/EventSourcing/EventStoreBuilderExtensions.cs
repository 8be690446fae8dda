using DistPatterns.EventSourcing;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns;

/// <summary>The event store.</summary>
public static class EventStoreBuilderExtensions
{
    /// <summary>
    /// Says that the program uses <see cref="IEventStore"/>, which comes with the database. When the host starts, its tables are checked; where they
    /// have come from another server, positions go on from then, or the start is refused with what to do.
    /// </summary>
    public static DistPatternsBuilder AddEventStore(this DistPatternsBuilder builder)
    {
        builder.Services.Needs(EventStoreSchema.Component);
        return builder;
    }
}
