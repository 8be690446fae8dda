namespace DistPatterns.Replication;

/// <summary>A replica answered what cannot be true: another key than was asked, or an older version than it was just given.</summary>
/// <remarks>Its answer is not counted, and it is given the right entry. Replicas that forge newer versions are beyond quorums of this kind.</remarks>
public sealed class ReplicaFaultException : Exception
{
    internal ReplicaFaultException(string message)
        : base(message)
    {
    }
}
