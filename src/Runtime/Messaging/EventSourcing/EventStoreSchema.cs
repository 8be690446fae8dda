namespace DistPatterns.EventSourcing;

/// <summary>What the tables are called in <c>dp_schema</c>.</summary>
internal static class EventStoreSchema
{
    /// <summary>The part that owns them.</summary>
    public const string Component = "events";

    /// <summary>The version that this library reads and writes: 2 added <c>dp_event_epoch</c> on PostgreSQL.</summary>
    public const int Version = 2;

    /// <summary>The oldest version that the script makes into this one.</summary>
    public const int UpgradesFrom = 1;
}
