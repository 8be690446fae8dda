using System.Diagnostics;
using DistPatterns.Benchmarks.Outbox.Ordering;
using DistPatterns.Benchmarks.Outbox.Servers;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Benchmarks.Outbox.Draining;

/// <summary>Our dispatcher, started on a full outbox, until that is empty; four messages a key, far from each other.</summary>
/// <param name="postgres">The server.</param>
/// <param name="broker">The broker; none, if null.</param>
/// <param name="messages">How many there are.</param>
internal sealed class OutboxDrain(string postgres, Broker? broker, int messages) : IContender
{
    private const int Batch = 1_000;

    public string Name => "DistPatterns";

    public async Task<double[]> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var database = await OwnDatabase.CreateAsync(postgres);
        await using var exchange = broker is null ? null : await OwnExchange.CreateAsync(broker);
        var acks = new Acks(messages);
        var host = await OutboxHost.BuildAsync(database, exchange is null ? null : (broker!, exchange.Name), dispatch: true, acks);
        await FillAsync(database, host.Services);
        await database.SettleAsync();

        var since = Stopwatch.StartNew();
        await host.StartAsync(cancellationToken);
        await acks.AllAsync(cancellationToken);
        await UntilEmptyAsync(database, cancellationToken);
        var rate = messages / since.Elapsed.TotalSeconds;
        await host.StopAsync(cancellationToken);
        await ((IAsyncDisposable)host).DisposeAsync();
        return [rate];
    }

    private async Task FillAsync(OwnDatabase database, IServiceProvider services)
    {
        var (outbox, codec) = (services.GetRequiredService<IOutbox>(), services.GetRequiredService<MessageCodec>());
        await using var connection = await database.Source.OpenConnectionAsync();
        for (var first = 0; first < messages; first += Batch)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var orders = Enumerable.Range(first, Math.Min(Batch, messages - first));
            await outbox.AppendAsync(transaction, [.. orders.Select(order => codec.Enclose(OrderPlaced.Of(order), OutboxHost.KeyOf(order % (messages / 4)), order))]);
            await transaction.CommitAsync();
        }
    }

    private static async Task UntilEmptyAsync(OwnDatabase database, CancellationToken cancellationToken)
    {
        await using var waits = database.Source.CreateCommand("select exists (select from dp_outbox)");
        while (await waits.ExecuteScalarAsync(cancellationToken) is true)
        {
            await Task.Delay(1, cancellationToken);
        }
    }
}
