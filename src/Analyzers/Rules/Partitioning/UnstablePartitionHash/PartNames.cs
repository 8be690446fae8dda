namespace DistPatterns.Rules.Partitioning;

/// <summary>The words by which code says what a hash decides.</summary>
internal static class PartNames
{
    /// <summary>What is divided among processes.</summary>
    public static readonly HashSet<string> Parts = new(StringComparer.Ordinal) { "partition", "partitioner", "shard", "routing" };

    /// <summary>What a number may choose inside a process as well: evidence only beside a remainder, and with no such table in sight.</summary>
    public static readonly HashSet<string> Chosen = new(Parts, StringComparer.Ordinal) { "bucket", "slot", "queue", "node", "server", "replica", "broker" };

    /// <summary>Other processes, whatever type stands for them.</summary>
    public static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "node", "server", "replica", "broker", "endpoint", "host", "port", "url", "database", "address",
    };
}
