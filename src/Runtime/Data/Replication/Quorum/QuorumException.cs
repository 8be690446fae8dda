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
