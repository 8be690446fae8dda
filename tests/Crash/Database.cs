using System.Data.Common;
using DistPatterns.Inbox;
using DistPatterns.Outbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DistPatterns.Crash;

/// <summary>The database of a cell: a schema of PostgreSQL or a file of SQLite.</summary>
/// <param name="Engine"><c>postgres</c> or <c>sqlite</c>.</param>
/// <param name="Connection">Its connection string.</param>
internal sealed record Database(string Engine, string Connection)
{
    private const string Tables = """
        create table business (order_key text primary key, version bigint not null);
        create table sent (id text primary key, order_key text not null, version bigint not null);
        create table effect (order_key text primary key, times bigint not null)
        """;

    private bool IsPostgres => Engine == "postgres";

    public void Use(DistPatternsBuilder builder) => _ = IsPostgres ? builder.UsePostgres(Connection) : builder.UseSqlite(Connection);

    public DbDataSource Open() => IsPostgres ? NpgsqlDataSource.Create(Connection) : new SqliteDataSource(Connection);

    public static async Task<Database> CreateAsync(string engine, string server, string folder)
    {
        var name = $"crash_{Guid.NewGuid():n}";
        var database = new Database(engine, engine == "postgres"
            ? new NpgsqlConnectionStringBuilder(server) { SearchPath = name, MaxPoolSize = 20 }.ConnectionString
            : $"Data Source={Path.Combine(folder, name)}.db;Default Timeout=30");
        if (engine == "postgres")
        {
            await using var source = NpgsqlDataSource.Create(server);
            await using var command = source.CreateCommand($"create schema {name}");
            await command.ExecuteNonQueryAsync();
        }

        await using var own = database.Open();
        foreach (var schema in engine == "postgres" ? [PostgresOutbox.Schema(), PostgresInbox.Schema] : new[] { SqliteOutbox.Schema(), SqliteInbox.Schema })
        {
            await schema.CreateAsync(own);
        }

        await using var tables = own.CreateCommand(Tables);
        await tables.ExecuteNonQueryAsync();
        return database;
    }

    public async Task DropAsync()
    {
        if (IsPostgres)
        {
            await using var source = Open();
            await using var command = source.CreateCommand($"drop schema {new NpgsqlConnectionStringBuilder(Connection).SearchPath} cascade");
            await command.ExecuteNonQueryAsync();
        }
    }
}
