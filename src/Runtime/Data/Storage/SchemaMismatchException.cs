namespace DistPatterns.Storage;

/// <summary>A database does not have the tables that this library needs, or has them in another version.</summary>
/// <param name="component">The part whose tables they are.</param>
/// <param name="needed">The version that is needed.</param>
/// <param name="found">The version that was found; null when there is none.</param>
/// <param name="cause">What the database said.</param>
/// <param name="isUpgradable">Whether <see cref="StoreSchema.CreateAsync"/> makes the one of the other.</param>
public sealed class SchemaMismatchException(string component, int needed, int? found, Exception? cause = null, bool isUpgradable = false)
    : InvalidOperationException(Say(component, needed, found, isUpgradable), cause)
{
    private const string Create = nameof(TablesServiceProviderExtensions.CreateDistPatternsTablesAsync);
    private const string Script = $"{nameof(StoreSchema)}.{nameof(StoreSchema.Script)}";

    /// <summary>The part whose tables are missing or of another version.</summary>
    public string Component { get; } = component;

    /// <summary>The version that is needed.</summary>
    public int Needed { get; } = needed;

    /// <summary>The version that was found; null when there is none.</summary>
    public int? Found { get; } = found;

    /// <summary>Whether <see cref="StoreSchema.CreateAsync"/> makes the version that is needed of the one that was found.</summary>
    public bool IsUpgradable { get; } = isUpgradable;

    private static string Say(string component, int needed, int? found, bool isUpgradable)
    {
        if (found is null)
        {
            return $"The database has no tables of '{component}' (on PostgreSQL: none that the connection's search path leads to). "
                + $"Call {Create} on the services before the host starts, or run {Script}.";
        }

        var wayOut = isUpgradable ? $"stop the programs that use them, then call {Create} once, or run {Script}: it adds what is missing"
            : found > needed ? "run a version of this library that knows them"
            : "migrate them, or run the library that wrote them";
        return $"The database has the tables of '{component}' in version {found}, and this library needs version {needed}: {wayOut}.";
    }
}
