using DistPatterns.EventSourcing;

namespace DistPatterns;

/// <summary>The event store.</summary>
public static class EventStoreBuilderExtensions
{
    /// <summary>Says that the program uses <see cref="IEventStore"/>, which comes with the database: its tables are checked when the host starts.</summary>
    public static DistPatternsBuilder AddEventStore(this DistPatternsBuilder builder)
    {
        builder.Needs(EventStoreSchema.Component);
        return builder;
    }
}
