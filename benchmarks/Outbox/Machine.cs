using System.Runtime.InteropServices;
using DistPatterns.Benchmarks.Outbox.Servers;
using Npgsql;

namespace DistPatterns.Benchmarks.Outbox;

/// <summary>What the figures were seen on.</summary>
internal static class Machine
{
    /// <exception cref="InvalidOperationException">PostgreSQL does not keep what it was told to commit: its figures would be worth nothing.</exception>
    public static async Task<string> DescribeAsync(string postgres, Broker broker)
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        var (fsync, commit, version) = (await ShowAsync("fsync"), await ShowAsync("synchronous_commit"), await ShowAsync("server_version"));
        if ((fsync, commit) is not ("on", "on"))
        {
            throw new InvalidOperationException($"PostgreSQL has fsync {fsync} and synchronous_commit {commit}, and both must be on: start one by 'durable=on start_servers' of tests/servers.sh.");
        }

        await using var connection = await broker.ConnectAsync();
        var rabbit = System.Text.Encoding.UTF8.GetString((byte[])connection.ServerProperties!["version"]!);
        return $"{Environment.ProcessorCount} cores of {Processor()} for the program, the database and the broker together; .NET {Environment.Version}, {RuntimeInformation.OSDescription}; "
            + $"PostgreSQL {version} (fsync {fsync}, synchronous_commit {commit}), RabbitMQ {rabbit} ({broker.QueueType} queues); bodies of {OrderPlaced.Body(1000).Length} bytes";

        async Task<string> ShowAsync(string setting)
        {
            await using var show = source.CreateCommand($"show {setting}");
            return (string)(await show.ExecuteScalarAsync())!;
        }
    }

    private static string Processor() =>
        (File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null)?.Split(':')[1].Trim() ?? "an unknown processor";
}
