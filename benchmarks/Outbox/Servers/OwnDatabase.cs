using Npgsql;

namespace DistPatterns.Benchmarks.Outbox.Servers;

/// <summary>A database for one measurement.</summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _server;
    private readonly string _name = $"bench_{Guid.NewGuid():n}";

    private OwnDatabase(string server)
    {
        _server = NpgsqlDataSource.Create(server);
        Connection = new NpgsqlConnectionStringBuilder(server) { Database = _name, MaxPoolSize = 40 }.ConnectionString;
        Source = NpgsqlDataSource.Create(Connection);
    }

    public string Connection { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<OwnDatabase> CreateAsync(string server)
    {
        var database = new OwnDatabase(server);
        await ExecuteAsync(database._server, $"create database {database._name}");
        return database;
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(Source, sql);

    /// <summary>Writes out what was prepared, so that it is not written while the clock runs.</summary>
    public Task SettleAsync() => ExecuteAsync(_server, "checkpoint");

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await ExecuteAsync(_server, $"drop database {_name} with (force)");
        await _server.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
