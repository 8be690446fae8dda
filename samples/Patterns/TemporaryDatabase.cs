using System.Data.Common;
using DistPatterns.Storage;
using Microsoft.Data.Sqlite;

namespace Patterns;

/// <summary>A file of SQLite that is deleted at the end.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("distpatterns-sample-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "sample.db")};Default Timeout=2";

    public DbDataSource Source => new SqliteDataSource(ConnectionString);

    public static async Task<TemporaryDatabase> CreateAsync(params StoreSchema[] schemas)
    {
        var database = new TemporaryDatabase();
        foreach (var schema in schemas)
        {
            await schema.CreateAsync(database.Source);
        }

        return database;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
