using System.Diagnostics;
using DistPatterns.Benchmarks.Outbox.Ordering;
using DistPatterns.Benchmarks.Outbox.Servers;
using DotNetCore.CAP;
using DotNetCore.CAP.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Benchmarks.Outbox.Cap;

/// <summary>Tells of each order by CAP's outbox, sending in parallel, which is its faster setting.</summary>
internal sealed class CapShop(OwnDatabase database, OwnExchange exchange, Publisher publisher, IHost host) : IShop
{
    private readonly ICapPublisher _cap = host.Services.GetRequiredService<ICapPublisher>();

    public static async Task<IShop> OpenAsync(OwnDatabase database, Broker broker, Acks acks)
    {
        var exchange = await OwnExchange.CreateAsync(broker);
        var publisher = await Publisher.OpenAsync(broker, exchange.Name);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(l => l.AddFilter(_ => false));
        builder.Services.AddSingleton<ITransport>(new CapRabbitMq(publisher, acks)).AddSingleton(new CapMessageQueueMakerService("RabbitMQ"));
        builder.Services.AddSingleton<IConsumerClientFactory, NoConsumers>();
        builder.Services.AddCap(o =>
        {
            o.UsePostgreSql(p => p.DataSource = database.Source);
            o.EnablePublishParallelSend = true;
        });
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IBootstrapper>().BootstrapAsync();
        return new CapShop(database, exchange, publisher, host);
    }

    public async Task<long> PlaceAsync(long order)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Orders.InsertAsync(connection, transaction, order);
        var outer = ActivatorUtilities.CreateInstance<PostgreSqlCapTransaction>(_cap.ServiceProvider); // as CAP's own BeginTransaction does
        outer.DbTransaction = transaction;
        _cap.Transaction = outer;
        await _cap.PublishAsync(nameof(OrderPlaced), OrderPlaced.Of(order), new Dictionary<string, string?> { [CapRabbitMq.Order] = OutboxHost.KeyOf(order) });
        var committing = Stopwatch.GetTimestamp();
        await outer.CommitAsync();
        return committing;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await publisher.DisposeAsync();
        await exchange.DisposeAsync();
    }

    private sealed class NoConsumers : IConsumerClientFactory
    {
        public Task<IConsumerClient> CreateAsync(string groupName, byte groupConcurrent) => throw new NotSupportedException("Nobody subscribes here.");
    }
}
