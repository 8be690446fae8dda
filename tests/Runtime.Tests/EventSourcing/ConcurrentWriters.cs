using System.Collections.Concurrent;
using System.Diagnostics;
using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Data.Sqlite;

namespace DistPatterns.Runtime.Tests.EventSourcing;

/// <summary>Twenty writers that append to few streams at once, while a reader reads on from a position.</summary>
internal sealed class ConcurrentWriters(EventWorld world, int seed)
{
    private const int Writers = 20, AppendsEach = 25, Streams = 5, SqliteBusy = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentBag<(string Stream, long Version)> _written = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Lets them write, and checks that the reader sees all of it, without a gap, a double or a turn.</summary>
    public async Task WriteWhileReadFromAsync(Position after)
    {
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(new Random(seed + w)), Cancel)));

        List<RecordedEvent> read = [];
        var start = Stopwatch.GetTimestamp();
        while (!writing.IsCompleted || (read.Count < _written.Count && Stopwatch.GetElapsedTime(start) < Patience))
        {
            Cancel.ThrowIfCancellationRequested();
            var batch = await world.Store.ReadAllAsync(after, 7, Cancel);
            read.AddRange(batch);
            after = batch.Count == 0 ? after : batch[^1].Position;
        }

        await writing;
        Assert.Equal(Writers * AppendsEach, read.Count);
        Assert.Equal(_written.OrderBy(e => e), read.Select(e => (e.Stream, e.Version)).OrderBy(e => e));
        Assert.All(
            read.GroupBy(e => e.Stream),
            stream => Assert.Equal(Enumerable.Range((int)stream.First().Version, stream.Count()), stream.Select(e => (int)e.Version)));
        Assert.Equal(read.Select(e => e.Position).Distinct().Order(), read.Select(e => e.Position));
    }

    private async Task WriteAsync(Random random)
    {
        var inbox = new SqlInbox();
        for (var done = 0; done < AppendsEach;)
        {
            var stream = $"s{random.Next(Streams)}";
            await using var open = await BeginAsync();
            await inbox.TryBeginAsync(open.Transaction, "writer", Guid.CreateVersion7(), Cancel);
            var version = (long)(await open.QueryAsync($"select coalesce(max(version), 0) from dp_event where stream = '{stream}'"))!;
            try
            {
                var appended = await EventWorld.AppendAsync(world.Store, open.Transaction, stream, version, done);
                await open.CommitAsync();
                _written.Add((stream, appended.Version));
                done++;
            }
            catch (StreamConflictException)
            {
                // read again
            }
        }
    }

    // SQLite has no queue for its lock: one that waits can be passed over until its time is up
    private async Task<OpenTransaction> BeginAsync()
    {
        while (true)
        {
            try
            {
                return await world.Database.BeginAsync();
            }
            catch (SqliteException e) when (e.SqliteErrorCode == SqliteBusy)
            {
                Cancel.ThrowIfCancellationRequested();
            }
        }
    }
}
