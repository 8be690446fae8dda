using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using DistPatterns.Runtime.Tests.Coordination;

namespace DistPatterns.Runtime.Tests.EventSourcing;

public sealed class SubscriptionTests(ITestOutputHelper output)
{
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

        Assert.Equal("a1 b1", (await EventWorld.ReadOnAsync(world.Store, position, 2)).Text);
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
        Assert.Equal("a1", (await EventWorld.ReadOnAsync(world.Store, Position.Start, 1)).Text);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Twenty_writers_at_once_are_read_without_a_gap_a_double_or_a_turn(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await new ConcurrentWriters(world, seed).WriteWhileReadFromAsync(Position.Start);
    }

    // the transaction id is given at the inbox row, before the other append
    private static async Task<string> InboxRowThenAppendAsync(EventWorld world, IEventStore store)
    {
        await world.AppendAsync("a", 0, 1);
        var early = await world.Database.BeginAsync();
        await new SqlInbox().TryBeginAsync(early.Transaction, "consumer", Guid.CreateVersion7(), Cancel);
        await world.Database.InTransactionAsync(t => EventWorld.AppendAsync(store, t, "a", 1, 2));
        var (first, position) = await EventWorld.ReadOnAsync(store, Position.Start, 1);
        await EventWorld.AppendAsync(store, early.Transaction, "a", 2, 3);
        await early.CommitAsync();
        await early.DisposeAsync();
        return $"{first} {(await EventWorld.ReadOnAsync(store, position, 2)).Text}";
    }
}
