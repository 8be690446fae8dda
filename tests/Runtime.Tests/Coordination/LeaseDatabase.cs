using System.Data.Common;
using DistPatterns.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Storage;

namespace DistPatterns.Runtime.Tests.Coordination;

public enum Engine
{
    Postgres,
    Sqlite,
}

/// <summary>A database with the tables of leases and fences, of either engine.</summary>
internal sealed class LeaseDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;
    private readonly Func<ILeaseStore> _another;

    private LeaseDatabase(IAsyncDisposable database, DbDataSource source, StoreSchema schema, Func<ILeaseStore> another)
    {
        (_database, Source, Schema, _another) = (database, source, schema, another);
        Store = another();
    }

    public DbDataSource Source { get; }

    public StoreSchema Schema { get; }

    public ILeaseStore Store { get; }

    public static async Task<LeaseDatabase> CreateAsync(Engine engine)
    {
        var database = await WithoutTablesAsync(engine);
        await database.Schema.CreateAsync(database.Source, TestContext.Current.CancellationToken);
        await Fence.Schema.CreateAsync(database.Source, TestContext.Current.CancellationToken);
        return database;
    }

    public static async Task<LeaseDatabase> WithoutTablesAsync(Engine engine)
    {
        if (engine == Engine.Postgres)
        {
            var postgres = await PostgresDatabase.CreateAsync();
            return new(postgres, postgres.Source, PostgresLeaseStore.Schema, () => new PostgresLeaseStore(postgres.Source));
        }

        var sqlite = new SqliteDatabase();
        return new(sqlite, sqlite.Source, SqliteLeaseStore.Schema, () => new SqliteLeaseStore(sqlite.ConnectionString));
    }

    /// <summary>The store as a process that starts anew sees it.</summary>
    public ILeaseStore Restarted() => _another();

    public Task<object?> QueryAsync(string sql) => Source.QueryAsync(sql);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
