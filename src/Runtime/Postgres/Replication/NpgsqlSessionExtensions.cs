using Npgsql;
using NpgsqlTypes;

namespace DistPatterns.Replication;

/// <summary>Session guarantees over streaming replication: where a server is in the log, and waiting until a standby is far enough.</summary>
public static class NpgsqlSessionExtensions
{
    // The place of insertion, not that of the last flush, which a commit with synchronous_commit = off is beyond. It can be a page header
    // ahead of the last record: a wait for it on an idle server then ends with the next record, or with its time.
    private const string Position = "select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end";

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The end of the log of a primary, or what a standby has applied. Ask the connection that has just committed, or read, for the position to give
    /// to <see cref="SessionToken.After(ulong)"/>.
    /// </summary>
    public static async ValueTask<ulong> GetLogPositionAsync(this NpgsqlConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = new NpgsqlCommand(Position, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is NpgsqlLogSequenceNumber position ? (ulong)position : 0;
    }

    /// <summary>Waits until the server of this connection has all that a session has seen. It asks again after 1 ms, doubled up to 50 ms.</summary>
    /// <param name="connection">A connection outside any transaction, whose snapshot would be from before the wait.</param>
    /// <param name="session">What the session has seen.</param>
    /// <param name="timeout">How long to wait; zero to ask once.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it has; if not, read from the primary.</returns>
    public static async ValueTask<bool> WaitForAsync(
        this NpgsqlConnection connection, SessionToken session, TimeSpan timeout,
        TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        timeProvider ??= TimeProvider.System;
        var start = timeProvider.GetTimestamp();
        var delay = FirstDelay;
        while (await connection.GetLogPositionAsync(cancellationToken).ConfigureAwait(false) < session.Position)
        {
            var left = timeout - timeProvider.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await Task.Delay(delay < left ? delay : left, timeProvider, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }

        return true;
    }
}
