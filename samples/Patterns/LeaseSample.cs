using System.Data.Common;
using DistPatterns.Coordination;

namespace Patterns;

/// <summary>One holder at a time, and a former holder that does not know it yet cannot write.</summary>
internal static class LeaseSample
{
    public static async Task RunAsync()
    {
        using var database = await TemporaryDatabase.CreateAsync(SqliteLeaseStore.Schema, Fence.Schema);
        var leases = new LeaseClient(new SqliteLeaseStore(database.ConnectionString), new LeaseOptions { PollInterval = TimeSpan.FromMilliseconds(20) });

        var first = await leases.AcquireAsync("invoices");
        await WriteInvoiceAsync(database.Source, first.Token);
        var waiting = leases.AcquireAsync("invoices").AsTask();
        Console.WriteLine($"a second holder {(await leases.TryAcquireAsync("invoices") is null ? "waits" : "does not wait")}");

        await first.DisposeAsync(); // or it crashes, and the lease runs out
        await using var second = await waiting;
        await WriteInvoiceAsync(database.Source, second.Token);
        await WriteInvoiceAsync(database.Source, first.Token); // as one that was paused in between
    }

    private static async Task WriteInvoiceAsync(DbDataSource source, long token)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await Fence.EnterAsync(transaction, "invoices", token);
            // what the transaction writes
            await transaction.CommitAsync();
            Console.WriteLine($"written under token {token}");
        }
        catch (StaleTokenException e)
        {
            Console.WriteLine(e.Message);
        }
    }
}
