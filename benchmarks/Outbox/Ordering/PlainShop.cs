using System.Diagnostics;
using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>Tells nobody.</summary>
internal sealed class PlainShop(OwnDatabase database) : IShop
{
    public async Task<long> PlaceAsync(long order)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Orders.InsertAsync(connection, transaction, order);
        var committing = Stopwatch.GetTimestamp();
        await transaction.CommitAsync();
        return committing;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
