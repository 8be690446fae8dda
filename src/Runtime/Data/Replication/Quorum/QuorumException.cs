namespace DistPatterns.Replication;

/// <summary>Too few replicas answered.</summary>
public abstract class QuorumException : Exception
{
    private protected QuorumException(string message, int answered, int needed, Exception? cause)
        : base(message, cause) => (Answered, Needed) = (answered, needed);

    /// <summary>How many had answered as they should when it was clear that too few would.</summary>
    public int Answered { get; }

    /// <summary>How many had to.</summary>
    public int Needed { get; }
}

/// <summary>So many replicas failed that the quorum cannot be had; nothing new was written, and the operation may be tried again.</summary>
public sealed class QuorumUnavailableException : QuorumException
{
    internal QuorumUnavailableException(int answered, int needed, Exception? cause)
        : base($"{answered} of {needed} replicas answered, and not enough others are left to ask.", answered, needed, cause)
    {
    }
}

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

/// <summary>A replica answered what cannot be true: another key than was asked, or an older version than it was just given.</summary>
/// <remarks>Its answer is not counted, and it is given the right entry. Replicas that forge newer versions are beyond quorums of this kind.</remarks>
public sealed class ReplicaFaultException : Exception
{
    internal ReplicaFaultException(string message)
        : base(message)
    {
    }
}
