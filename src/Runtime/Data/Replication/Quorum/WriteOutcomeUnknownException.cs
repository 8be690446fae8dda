namespace DistPatterns.Replication;

/// <summary>A write reached fewer than W replicas. It is unknown, not absent: reads may return it now, later or never.</summary>
/// <remarks>Read before writing again where the same write twice would do harm.</remarks>
public sealed class WriteOutcomeUnknownException : QuorumException
{
    internal WriteOutcomeUnknownException(WriteVersion version, int answered, int needed, Exception? cause)
        : base($"{answered} of {needed} replicas acknowledged the write {version}: whether it will be read is unknown.", answered, needed, cause) =>
        Version = version;

    /// <summary>The version of the write; a read that returns it, or a newer one, settles the question.</summary>
    public WriteVersion Version { get; }
}
