namespace DistPatterns.Replication;

/// <summary>The leader has less than the session has seen: a failover lost the end of the log, and what the session knows is no longer so.</summary>
public sealed class SessionLostException : Exception
{
    internal SessionLostException(SessionToken session, ulong leader)
        : base($"The session has seen the log up to {session}, and the leader has it up to {new SessionToken(leader)}: read again before writing.") =>
        Session = session;

    /// <summary>What the session has seen.</summary>
    public SessionToken Session { get; }
}
