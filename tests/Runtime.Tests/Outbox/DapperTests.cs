using System.Data;
using System.Data.Common;
using Dapper;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Runtime.Tests.Outbox;

/// <summary>Dapper itself and the outbox in one transaction; and the code that DP2001's page calls fixed, run.</summary>
public sealed class DapperTests
{
    private readonly RecordingReceiver _receiver = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_is_committed_with_a_write_of_Dapper_is_sent_once(Engine engine)
    {
        await using var database = await CreateAsync(engine);
        using var host = Host(database);
        await using (var connection = await database.Source.OpenConnectionAsync(Cancel))
        {
            using IDbTransaction transaction = await connection.BeginTransactionAsync(Cancel);
            await WriteAsync(connection, transaction, Writer(host));
            transaction.Commit();
        }

        await SendAllAsync(host, database, expected: 1);

        Assert.Equal("""{"seat":"A1"}""", Assert.Single(_receiver.Received));
        Assert.Equal(["A1"], await SeatsAsync(database));
    }

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_is_rolled_back_leaves_neither_a_row_nor_a_message(Engine engine)
    {
        await using var database = await CreateAsync(engine);
        using var host = Host(database);
        await using (var connection = await database.Source.OpenConnectionAsync(Cancel))
        {
            using IDbTransaction transaction = await connection.BeginTransactionAsync(Cancel);
            await WriteAsync(connection, transaction, Writer(host));
            Assert.Equal(1L, await connection.ExecuteScalarAsync<long>("select count(*) from dp_outbox", transaction: transaction));
            transaction.Rollback();
        }

        Assert.Empty(await SeatsAsync(database));
        Assert.Equal(0L, await database.CountAsync("dp_outbox"));
    }

    [Theory(Timeout = 60_000), InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task The_fixed_code_sends_what_it_sold_once_and_nothing_of_what_it_did_not(Engine engine)
    {
        await using var database = await CreateAsync(engine);
        using var host = Host(database);
        var tills = new Tills(database.Source, Writer(host));

        await tills.Sell("A1", Cancel);
        await Assert.ThrowsAnyAsync<DbException>(() => tills.Sell("A1", Cancel)); // the seat is taken
        await tills.Sell("A2", Cancel);
        await SendAllAsync(host, database, expected: 2);

        Assert.Equal(["""{"seat":"A1"}""", """{"seat":"A2"}"""], _receiver.Received.Order());
        Assert.Equal(["A1", "A2"], await SeatsAsync(database));
    }

    private static async Task<OutboxDatabase> CreateAsync(Engine engine)
    {
        var database = await OutboxDatabase.CreateAsync(engine);
        await database.Source.QueryAsync("create table ticket (seat text primary key)");
        return database;
    }

    private static async Task WriteAsync(IDbConnection connection, IDbTransaction transaction, OutboxWriter writer)
    {
        await connection.ExecuteAsync("insert into ticket (seat) values (@Seat)", new TicketSold("A1"), transaction);
        await writer.EnqueueAsync((DbTransaction)transaction, new TicketSold("A1"), cancellationToken: Cancel);
    }

    private static async Task<IEnumerable<string>> SeatsAsync(OutboxDatabase database)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        return await connection.QueryAsync<string>("select seat from ticket order by seat");
    }

    private static OutboxWriter Writer(IHost host) => host.Services.GetRequiredService<OutboxWriter>();

    /// <summary>Starts the dispatcher, and ends when it has left nothing; a copy would have come by then.</summary>
    private async Task SendAllAsync(IHost host, OutboxDatabase database, int expected)
    {
        Assert.Equal(expected, await database.CountAsync("dp_outbox"));
        await host.StartAsync(Cancel);
        await database.UntilAsync("dp_outbox", count => count == 0);
        await host.StopAsync(Cancel);
    }

    private IHost Host(OutboxDatabase database)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDistPatterns(p =>
        {
            database.Use(p);
            p.AddOutbox(o => o.PollInterval = TimeSpan.FromMilliseconds(20)).UseInProcessTransport().AddMessage<TicketSold>("orders").Services.AddSingleton<IMessageReceiver>(_receiver);
        });
        return builder.Build();
    }
}
