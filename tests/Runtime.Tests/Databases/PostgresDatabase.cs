using Npgsql;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>A schema of its own for one test, on the server that the environment names.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const string Variable = "DISTPATTERNS_TEST_POSTGRES";
    private readonly string _schema;
    private readonly NpgsqlDataSource _server;

    private PostgresDatabase(string server)
    {
        _schema = $"t_{Guid.NewGuid():n}";
        _server = NpgsqlDataSource.Create(server);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = $"{_schema},pg_catalog", MaxPoolSize = 20 }.ConnectionString;
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<PostgresDatabase> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{Variable} is not set: there is no PostgreSQL to test with.");
        var database = new PostgresDatabase(server!);
        await using var command = database._server.CreateCommand($"create schema {database._schema}");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Sets the time that statements take for the database's: what is looked up by name is found in the schema first.</summary>
    public Task SetTimeAsync(DateTimeOffset now) =>
        Source.QueryAsync($"create or replace function now() returns timestamptz stable language sql as $$ select timestamptz '{now.UtcDateTime:O}' $$");

    /// <summary>What another machine has: a pool of its own to the same tables.</summary>
    public NpgsqlDataSource AnotherMachine() => NpgsqlDataSource.Create(ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await using (var command = _server.CreateCommand($"drop schema if exists {_schema} cascade"))
        {
            await command.ExecuteNonQueryAsync();
        }

        await _server.DisposeAsync();
    }
}
