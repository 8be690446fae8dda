using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace DistPatterns.Crash.Chaos;

/// <summary>A database of its own on the PostgreSQL of tests/servers.sh, which can be killed and started again.</summary>
internal sealed class ControlledDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _server;
    private readonly NpgsqlDataSource _oracle; // without a pool, whose sessions may have been ended
    private readonly string _name;

    private ControlledDatabase(NpgsqlDataSource server, string name, string connection)
    {
        (_server, _name, Connection) = (server, name, connection);
        Source = NpgsqlDataSource.Create(connection);
        _oracle = WithoutPool(connection);
    }

    public string Connection { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<ControlledDatabase> CreateAsync(string server, string name)
    {
        var source = WithoutPool(server);
        await ExecuteAsync(source, $"create database {name}");
        return new(source, name, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString);
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(_oracle, sql);

    public async Task<long> CountAsync(string sql)
    {
        await using var command = _oracle.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a count is zero, or for as long as it is worth.</summary>
    public async Task UntilNoneAsync(string sql, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience.Limit && await CountAsync(sql) > 0;)
        {
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Ends every session of this database.</summary>
    public Task EndSessionsAsync() => ExecuteAsync(_server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{_name}'");

    /// <summary>SIGKILL, and a start.</summary>
    public static async Task KillAndStartAsync()
    {
        var program = Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_POSTGRES_PROGRAM") ?? throw new InvalidOperationException("Start the database by tests/servers.sh: DISTPATTERNS_TEST_POSTGRES_PROGRAM runs its programs.");
        var pid = (await File.ReadAllLinesAsync(Path.Combine(Path.GetDirectoryName(program)!, "data", "postmaster.pid")))[0];
        await Programs.KillAsync(int.Parse(pid, CultureInfo.InvariantCulture));
        for (var i = 0; !await Programs.TryRunAsync(program, "pg_ctl", "-D", "data", "-l", "server.log", "-w", "restart"); i++) // its sessions end a moment later
        {
            await (i < 20 ? Task.Delay(500) : throw new InvalidOperationException("PostgreSQL does not start any more."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _oracle.DisposeAsync();
        await ExecuteAsync(_server, $"drop database {_name} with (force)");
        await _server.DisposeAsync();
    }

    private static NpgsqlDataSource WithoutPool(string connection) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Timeout = 60, CommandTimeout = 60 }.ConnectionString);

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
