using System.Data.Common;
using System.Net.Sockets;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Npgsql;

namespace DistPatterns.Crash.Chaos;

/// <summary>Commits transactions at a steady rate: each has a message of one key to both consumers. One that fails is not made good.</summary>
internal sealed class ChaosWriter : IAsyncDisposable
{
    private const int Keys = 50;

    private const string Count = """
        with next as (insert into business values ($1, 1) on conflict (order_key) do update set version = business.version + 1 returning version)
        insert into sent (consumer, order_key, version) select consumer, $1, version from next, unnest($2) as consumer returning version
        """;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;

    public ChaosWriter(NpgsqlDataSource source, IOutbox outbox, MessageCodec codec, int rate) => _writing = Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            await timer.WaitForNextTickAsync();
            try
            {
                await WriteAsync(source, outbox, codec, $"key-{i % Keys}");
            }
            catch (Exception e) when (e is DbException or IOException or SocketException or TimeoutException or OperationCanceledException)
            {
                // the database is away
            }
        }
    });

    public Task StopAsync()
    {
        _stop.Cancel();
        return Patience.WaitAsync(_writing, "the writer's last transaction");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private static async Task WriteAsync(NpgsqlDataSource source, IOutbox outbox, MessageCodec codec, string key)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var count = new NpgsqlCommand(Count, connection, transaction);
        count.Parameters.Add(new() { Value = key });
        count.Parameters.Add(new() { Value = new[] { Ledger.First, Ledger.Second } });
        var version = (long)(await count.ExecuteScalarAsync())!;
        await outbox.CommitAsync(transaction, [codec.Enclose(new FirstTold(key, version), key, version), codec.Enclose(new SecondTold(key, version), key, version)]);
    }
}
