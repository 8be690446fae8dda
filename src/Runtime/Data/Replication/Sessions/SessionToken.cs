using System.Globalization;

namespace DistPatterns.Replication;

/// <summary>How much of the leader's log a session has written or read: whoever serves it must have at least that much.</summary>
/// <param name="Position">A place in the log, where a higher one holds all of a lower one: of PostgreSQL, the LSN.</param>
/// <remarks>
/// <para>It gives a session its own writes, reads that never go backwards, and writes that follow its reads. Give it the leader's position
/// after each write, and after each read the reader's, asked after it has read. Pass the token on with what one session tells another
/// (a message, a cookie), and the promises are causal.</para>
/// <para>Source: Terry and others, <i>Session Guarantees for Weakly Consistent Replicated Data</i>, 1994.</para>
/// </remarks>
public readonly record struct SessionToken(ulong Position)
{
    /// <summary>The token after a write, or a read, that came to this place of the log.</summary>
    public SessionToken After(ulong position) => new(Math.Max(Position, position));

    /// <summary>The token of who has seen what two sessions saw.</summary>
    public SessionToken After(SessionToken other) => After(other.Position);

    /// <summary>The text that <see cref="TryParse"/> reads: hexadecimal, for headers and cookies.</summary>
    public override string ToString() => Position.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>Reads the text of a token. It comes from outside: a forged one makes its own session slower, and no other one wrong.</summary>
    public static bool TryParse(string? text, out SessionToken token)
    {
        var read = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position);
        token = new(position);
        return read;
    }
}

/// <summary>The leader has less than the session has seen: a failover lost the end of the log, and what the session knows is no longer so.</summary>
public sealed class SessionLostException : Exception
{
    internal SessionLostException(SessionToken session, ulong leader)
        : base($"The session has seen the log up to {session}, and the leader has it up to {new SessionToken(leader)}: read again before writing.") =>
        Session = session;

    /// <summary>What the session has seen.</summary>
    public SessionToken Session { get; }
}
