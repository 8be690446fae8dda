using System.Collections.Concurrent;
using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Data.Sqlite;

namespace DistPatterns.Runtime.Tests.EventSourcing;

public sealed class SubscriptionTests(ITestOutputHelper output)
{
    private const int Writers = 20, AppendsEach = 25, Streams = 5, SqliteBusy = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_an_open_transaction_holds_invisible_is_waited_for()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Postgres);
        var naive = world.Mutant(sql => sql with { After = "where seq > @seq order by seq limit @limit" });
        var open = await world.Database.BeginAsync();
        await EventWorld.AppendAsync(world.Store, open.Transaction, "a", 0, 1);
        await world.AppendAsync("b", 0, 1);

        var (seen, position) = await EventWorld.ReadOnAsync(world.Store, Position.Start);
        var (naivelySeen, naivePosition) = await EventWorld.ReadOnAsync(naive, Position.Start);
        Assert.Equal(("", "b1"), (seen, naivelySeen));
        Assert.True((await world.Store.MeasureAsync(position, Cancel)) is { Behind.Ticks: > 0, HeldUp.Ticks: > 0 });
        await open.CommitAsync();
        await open.DisposeAsync();

        Assert.Equal("a1 b1", (await ReadAllOfAsync(world.Store, position, 2)).Text);
        Assert.Equal("", (await EventWorld.ReadOnAsync(naive, naivePosition)).Text); // a1 was skipped for good
    }

    [Fact]
    public async Task A_transaction_that_wrote_first_and_appends_second_does_not_turn_its_stream_round()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Postgres);
        Assert.Equal("a1 a2 a3", await InboxRowThenAppendAsync(world, world.Store));
    }

    [Fact]
    public async Task Ordered_by_the_transaction_that_wrote_it_it_would()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Postgres);
        var mutant = world.Mutant(sql => sql with { Extend = sql.Extend.Replace("greatest(pos, ", "greatest(0, ", StringComparison.Ordinal) });
        Assert.Equal("a1 a3 a2", await InboxRowThenAppendAsync(world, mutant));
    }

    [Fact]
    public async Task A_transaction_that_only_reads_holds_up_nobody()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Postgres);
        await using var reader = await world.Database.BeginAsync();
        await reader.QueryAsync("select count(*) from dp_event");
        await world.AppendAsync("a", 0, 1);
        Assert.Equal("a1", (await ReadAllOfAsync(world.Store, Position.Start, 1)).Text);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Twenty_writers_at_once_are_read_without_a_gap_a_double_or_a_turn(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var written = new ConcurrentBag<(string Stream, long Version)>();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(world, new Random(seed + w), written), Cancel)));

        List<RecordedEvent> read = [];
        var after = Position.Start;
        while (!writing.IsCompleted || read.Count < written.Count)
        {
            Cancel.ThrowIfCancellationRequested();
            var batch = await world.Store.ReadAllAsync(after, 7, Cancel);
            read.AddRange(batch);
            after = batch.Count == 0 ? after : batch[^1].Position;
        }

        await writing;
        Assert.Equal(Writers * AppendsEach, read.Count);
        Assert.Equal(written.OrderBy(e => e), read.Select(e => (e.Stream, e.Version)).OrderBy(e => e));
        Assert.All(read.GroupBy(e => e.Stream), stream => Assert.Equal(Enumerable.Range(1, stream.Count()), stream.Select(e => (int)e.Version)));
        Assert.Equal(read.Select(e => e.Position).Distinct().Order(), read.Select(e => e.Position));
    }

    // the transaction id is given at the inbox row, before the other append
    private static async Task<string> InboxRowThenAppendAsync(EventWorld world, IEventStore store)
    {
        await world.AppendAsync("a", 0, 1);
        var early = await world.Database.BeginAsync();
        await new SqlInbox().TryBeginAsync(early.Transaction, "consumer", Guid.CreateVersion7(), Cancel);
        await world.Database.InTransactionAsync(t => EventWorld.AppendAsync(store, t, "a", 1, 2));
        var (first, position) = await ReadAllOfAsync(store, Position.Start, 1);
        await EventWorld.AppendAsync(store, early.Transaction, "a", 2, 3);
        await early.CommitAsync();
        await early.DisposeAsync();
        return $"{first} {(await ReadAllOfAsync(store, position, 2)).Text}";
    }

    private static async Task WriteAsync(EventWorld world, Random random, ConcurrentBag<(string, long)> written)
    {
        var inbox = new SqlInbox();
        for (var done = 0; done < AppendsEach;)
        {
            var stream = $"s{random.Next(Streams)}";
            await using var open = await BeginAsync(world.Database);
            await inbox.TryBeginAsync(open.Transaction, "writer", Guid.CreateVersion7(), Cancel);
            var version = (long)(await open.QueryAsync($"select coalesce(max(version), 0) from dp_event where stream = '{stream}'"))!;
            try
            {
                var appended = await EventWorld.AppendAsync(world.Store, open.Transaction, stream, version, done);
                await open.CommitAsync();
                written.Add((stream, appended.Version));
                done++;
            }
            catch (StreamConflictException)
            {
                // read again
            }
        }
    }

    // SQLite has no queue for its lock: one that waits can be passed over until its time is up
    private static async Task<OpenTransaction> BeginAsync(PatternDatabase database)
    {
        while (true)
        {
            try
            {
                return await database.BeginAsync();
            }
            catch (SqliteException e) when (e.SqliteErrorCode == SqliteBusy)
            {
                Cancel.ThrowIfCancellationRequested();
            }
        }
    }

    // other tests' transactions on the server hold up readers too, for a moment
    private static async Task<(string Text, Position Position)> ReadAllOfAsync(IEventStore store, Position after, int count)
    {
        while (true)
        {
            var seen = await EventWorld.ReadOnAsync(store, after);
            if (seen.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= count)
            {
                return seen;
            }

            Cancel.ThrowIfCancellationRequested();
        }
    }
}
