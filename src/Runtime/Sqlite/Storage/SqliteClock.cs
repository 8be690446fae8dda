namespace DistPatterns.Storage;

/// <summary>The clock of a SQLite database, which is that of its machine.</summary>
internal static class SqliteClock
{
    /// <summary>Milliseconds since 1970: one moment within a statement, read under the lock that the statement takes.</summary>
    public const string Milliseconds = "cast(unixepoch('subsec') * 1000 as integer)";
}
