using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>A fresh cluster, with its own system identifier and its own transaction ids, which a test starts and stops.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _folder = $"cluster-{Guid.NewGuid():n}";
    private readonly int _port = FreePort();
    private bool _isRunning;

    private PostgresCluster()
    {
    }

    /// <summary>How the programs of PostgreSQL are told which server to talk to.</summary>
    public string[] Address => ["-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", "postgres"];

    public static async Task<PostgresCluster> StartAsync()
    {
        var cluster = await InitializeAsync();
        await cluster.StartServerAsync();
        return cluster;
    }

    /// <summary>A physical copy that follows this cluster: the same identifier, the same transaction ids.</summary>
    public async Task<PostgresCluster> StartStandbyAsync()
    {
        var standby = new PostgresCluster();
        await PostgresPrograms.RunAsync("pg_basebackup", ["-D", standby._folder, .. Address, "-R", "-c", "fast", "--no-sync"]);
        await standby.StartServerAsync();
        return standby;
    }

    /// <summary>Lets a standby take over.</summary>
    public Task PromoteAsync() => PostgresPrograms.RunAsync("pg_ctl", "-D", _folder, "-w", "promote");

    /// <summary>The cluster that pg_upgrade makes of this one, which is stopped for it.</summary>
    public async Task<PostgresCluster> UpgradeAsync()
    {
        var next = await InitializeAsync();
        await DisposeAsync();
        var programs = (await PostgresPrograms.RunAsync("pg_config", "--bindir")).Trim();
        await PostgresPrograms.RunAsync("pg_upgrade", "-b", programs, "-B", programs, "-d", _folder, "-D", next._folder, "-U", "postgres");
        await next.StartServerAsync();
        return next;
    }

    /// <summary>Lets the cluster count its transactions on, as a busy one does.</summary>
    public async Task SpendTransactionsAsync(int count)
    {
        await using var source = Open("postgres");
        await source.QueryAsync($"do $$ begin for i in 1..{count} loop perform pg_current_xact_id(); commit; end loop; end $$");
    }

    public async Task<string> CreateDatabaseAsync(string template = "template1")
    {
        var name = $"d_{Guid.NewGuid():n}";
        await using var source = Open("postgres");
        await source.QueryAsync($"create database {name} template {template}");
        return name;
    }

    public NpgsqlDataSource Open(string database) =>
        NpgsqlDataSource.Create($"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Maximum Pool Size=30");

    /// <summary>How another server reaches a database of this one.</summary>
    public string ConnectionInfo(string database) => $"host=127.0.0.1 port={_port} user=postgres dbname={database}";

    public async ValueTask DisposeAsync()
    {
        if (_isRunning)
        {
            _isRunning = false;
            await PostgresPrograms.RunAsync("pg_ctl", "-D", _folder, "-m", "fast", "-w", "stop");
        }
    }

    private static async Task<PostgresCluster> InitializeAsync()
    {
        var cluster = new PostgresCluster();
        await PostgresPrograms.RunAsync("initdb", "-D", cluster._folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        return cluster;
    }

    private async Task StartServerAsync()
    {
        await PostgresPrograms.RunAsync(
            "pg_ctl", "-D", _folder, "-l", $"{_folder}.log", "-w", "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c wal_level=logical -c shared_buffers=16MB", "start");
        _isRunning = true;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
