using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DistPatterns.Storage;

/// <summary>
/// Connections to one file of SQLite that suit several writers: with a write-ahead log, so that readers and a writer do not
/// keep each other waiting, and with SQLite's own wait for the lock, which looks every few milliseconds, where that of
/// Microsoft.Data.Sqlite looks every 150.
/// </summary>
/// <param name="connectionString">The file of the database; its <c>Default Timeout</c> is how long a lock is waited for.</param>
public sealed class SqliteDataSource(string connectionString) : DbDataSource
{
    private readonly string _pragmas =
        $"pragma busy_timeout = {new SqliteConnectionStringBuilder(connectionString).DefaultTimeout * 1000}; pragma journal_mode = wal;";

    /// <inheritdoc/>
    public override string ConnectionString => connectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(connectionString);
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Open)
            {
                using var command = connection.CreateCommand();
                command.CommandText = _pragmas;
                command.ExecuteNonQuery();
            }
        };
        return connection;
    }
}
