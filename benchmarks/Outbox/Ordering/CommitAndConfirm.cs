using System.Diagnostics;
using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>The least it can be: the commit of an order, and after it the confirm of one message, one after the other with nothing else going on.</summary>
internal sealed class CommitAndConfirm(string postgres, Broker broker, int orders) : IContender
{
    public string Name => "one commit + one confirm, alone";

    public async Task<double[]> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var database = await OwnDatabase.CreateAsync(postgres);
        await Orders.CreateTableAsync(database);
        await using var exchange = await OwnExchange.CreateAsync(broker);
        await using var publisher = await Publisher.OpenAsync(broker, exchange.Name);
        await using var shop = new PlainShop(database);
        await database.SettleAsync();

        var took = new double[orders];
        for (var order = 0; order < orders; order++)
        {
            var committing = await shop.PlaceAsync(order);
            await publisher.PublishAsync(OutboxHost.KeyOf(order), OrderPlaced.Body(order));
            took[order] = Stopwatch.GetElapsedTime(committing).TotalMilliseconds;
        }

        took = took[(orders / 5)..];
        return [Percentiles.Of(took, 0.5), Percentiles.Of(took, 0.99)];
    }
}
