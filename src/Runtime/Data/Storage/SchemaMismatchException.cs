namespace DistPatterns.Storage;

/// <summary>A database does not have the tables that this library needs, or has them in another version.</summary>
public sealed class SchemaMismatchException(string component, int needed, int? found, Exception? cause = null)
    : InvalidOperationException(
        found is { } version
            ? $"The database has the tables of '{component}' in version {version}, and this library needs version {needed}: migrate them, or run the library that wrote them."
            : $"The database has no tables of '{component}' (on PostgreSQL: none that the connection's search path leads to). "
                + $"Call {nameof(TablesServiceProviderExtensions.CreateDistPatternsTablesAsync)} on the services before the host starts, "
                + $"or run {nameof(StoreSchema)}.{nameof(StoreSchema.Script)} with your migrations.",
        cause)
{
    /// <summary>The part whose tables are missing or of another version.</summary>
    public string Component { get; } = component;

    /// <summary>The version that is needed.</summary>
    public int Needed { get; } = needed;

    /// <summary>The version that was found; null when there is none.</summary>
    public int? Found { get; } = found;
}
