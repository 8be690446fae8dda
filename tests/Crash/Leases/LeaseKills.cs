using System.Globalization;
using DistPatterns.Coordination;
using Npgsql;

namespace DistPatterns.Crash;

/// <summary>Kills processes that hold a lease and renew it, and looks who gets it then, when, and what the dead one's token can still do.</summary>
internal sealed class LeaseKills(string server, Mutation mutation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly LeaseOptions Holders = new() { Ttl = TimeSpan.FromSeconds(2) };
    private static readonly LeaseOptions Rivals = new();

    /// <summary>Takes the lease, writes once, says under which token, and holds on until it is killed: the child.</summary>
    public static async Task HoldAsync(ChildTask task)
    {
        await using var source = NpgsqlDataSource.Create(task.Database.Connection);
        var book = new FencedBook(source, task.Mutation);
        await using var lease = await book.Leases(Holders).AcquireAsync(FencedBook.Lease);
        await book.TryWriteAsync(lease.Token);
        Console.WriteLine($"{Words.Holds} {lease.Token}");
        await Task.Delay(Timeout.Infinite);
    }

    public async Task<LeaseOracle> RunAsync(int kills)
    {
        var database = await Database.CreateAsync("postgres", server, folder: "");
        await using var source = NpgsqlDataSource.Create(database.Connection);
        var book = new FencedBook(source, mutation);
        await book.CreateAsync();
        var oracle = LeaseOracle.None;
        for (var kill = 0; kill < kills; kill++)
        {
            oracle = await KillAsync(database, book, oracle);
        }

        await database.DropAsync();
        return oracle;
    }

    private async Task<LeaseOracle> KillAsync(Database database, FencedBook book, LeaseOracle oracle)
    {
        var (dead, expiry) = await KillHolderAsync(database, book);
        if (mutation == Mutation.LeaseNotKept)
        {
            await book.FreeAsync();
        }

        var (lease, refusals) = await TakeAsync(book);
        await using (lease)
        {
            var wait = await book.NowAsync() - expiry;
            await book.TryWriteAsync(lease.Token);
            return new(
                oracle.Kills + 1,
                oracle.Refusals + refusals,
                oracle.Early + (wait < TimeSpan.Zero ? 1 : 0),
                oracle.SmallerTokens + (lease.Token <= dead ? 1 : 0),
                oracle.StaleWrites + (await book.TryWriteAsync(dead) ? 1 : 0),
                wait > oracle.LongestWait ? wait : oracle.LongestWait);
        }
    }

    private async Task<(long Token, DateTime Expiry)> KillHolderAsync(Database database, FencedBook book)
    {
        using var holder = new ChildProcess("hold", new(database, Port: 0, CrashPoint.None, After: 0, mutation));
        var token = long.Parse(await holder.SaysAsync(Words.Holds), CultureInfo.InvariantCulture);
        var granted = await book.ExpiryAsync();
        for (var end = DateTime.UtcNow + Patience; await book.ExpiryAsync() <= granted;) // until it has renewed
        {
            await WaitAsync(end, "The holder does not renew its lease.");
        }

        await holder.KillAsync();
        return (token, await book.ExpiryAsync());
    }

    private static async Task<(Lease Lease, int Refusals)> TakeAsync(FencedBook book)
    {
        var rival = book.Leases(Rivals);
        var end = DateTime.UtcNow + Patience;
        for (var refusals = 0; ; refusals++)
        {
            if (await rival.TryAcquireAsync(FencedBook.Lease) is { } lease)
            {
                return (lease, refusals);
            }

            await WaitAsync(end, "Nobody is granted the lease.");
        }
    }

    private static Task WaitAsync(DateTime end, string orElse) =>
        DateTime.UtcNow < end ? Task.Delay(TimeSpan.FromMilliseconds(10)) : throw new TimeoutException(orElse);
}
