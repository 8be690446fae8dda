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
        Source = SqliteFactory.Instance.CreateDataSource(ConnectionString);
    }

    public string ConnectionString { get; }

    public DbDataSource Source { get; }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        using (var connection = new SqliteConnection(ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(_folder, recursive: true);
    }
}
