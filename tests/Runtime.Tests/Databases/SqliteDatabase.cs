using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>A file of its own for one test.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("distpatterns-").FullName;

    public SqliteDatabase()
    {
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "test.db"), DefaultTimeout = 5 }.ConnectionString;
        Source = new ClockedSource(this);
    }

    public string ConnectionString { get; }

    public DbDataSource Source { get; }

    /// <summary>The time that connections of <see cref="Source"/> take for the database's; the machine's where null.</summary>
    public DateTimeOffset? Now { get; set; }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        using (var connection = new SqliteConnection(ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private sealed class ClockedSource(SqliteDatabase database) : DbDataSource
    {
        public override string ConnectionString => database.ConnectionString;

        protected override DbConnection CreateDbConnection()
        {
            var connection = new SqliteConnection(ConnectionString);
            if (database.Now is { } now)
            {
                connection.CreateFunction("unixepoch", (string _) => now.ToUnixTimeMilliseconds() / 1000.0);
            }

            return connection;
        }
    }
}
