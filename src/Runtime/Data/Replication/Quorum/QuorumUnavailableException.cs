namespace DistPatterns.Replication;

/// <summary>So many replicas failed that the quorum cannot be had; nothing new was written, and the operation may be tried again.</summary>
public sealed class QuorumUnavailableException : QuorumException
{
    internal QuorumUnavailableException(int answered, int needed, Exception? cause)
        : base($"{answered} of {needed} replicas answered, and not enough others are left to ask.", answered, needed, cause)
    {
    }
}
