using System.Diagnostics;
using DistPatterns.Benchmarks.Outbox.Servers;
using DistPatterns.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>Tells of each order by our outbox.</summary>
internal sealed class OutboxShop(OwnDatabase database, OwnExchange? exchange, IHost host) : IShop
{
    private readonly OutboxWriter _writer = host.Services.GetRequiredService<OutboxWriter>();

    public static async Task<IShop> OpenAsync(OwnDatabase database, Broker? broker, bool dispatch, Acks acks)
    {
        var exchange = broker is null ? null : await OwnExchange.CreateAsync(broker);
        var host = await OutboxHost.BuildAsync(database, exchange is null ? null : (broker!, exchange.Name), dispatch, acks);
        await host.StartAsync();
        return new OutboxShop(database, exchange, host);
    }

    /// <summary>A shop whose outbox has one bucket, with so many messages in it that a parked one holds.</summary>
    public static async Task<IShop> OpenHoldingAsync(OwnDatabase database, int held, Acks acks)
    {
        var host = await OutboxHost.BuildAsync(database, link: null, dispatch: true, acks, buckets: 1);
        await HeldScenario.PrepareAsync(database, held);
        await host.StartAsync();
        await HeldScenario.SettleAsync(database);
        return new OutboxShop(database, exchange: null, host);
    }

    public async Task<long> PlaceAsync(long order)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Orders.InsertAsync(connection, transaction, order);
        var committing = Stopwatch.GetTimestamp();
        await _writer.EnqueueAndCommitAsync(transaction, OrderPlaced.Of(order), OutboxHost.KeyOf(order), order);
        return committing;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        if (exchange is not null)
        {
            await exchange.DisposeAsync();
        }
    }
}
