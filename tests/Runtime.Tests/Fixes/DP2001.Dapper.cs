#pragma warning disable // as docs/rules/DP2001.md shows it
using System.Data.Common;
using Dapper;
using DistPatterns.Outbox;
using MassTransit;

public class Tills(DbDataSource shop, OutboxWriter outbox)
{
    public async Task Sell(string seat, CancellationToken cancellation)
    {
        await using var connection = await shop.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync("insert into ticket (seat) values (@seat)", new { seat }, transaction);
        await outbox.EnqueueAsync(transaction, new TicketSold(seat), cancellationToken: cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
public record TicketSold(string Seat);
