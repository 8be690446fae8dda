using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class ParkedMessagesTests
{
    private static readonly Guid Me = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_parked_message_that_holds_its_key_is_looked_at_and_replayed_in_order(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await ParkFirstOfAAsync(database, holds: true);
        Assert.Equal(["b1"], await database.BodiesAsync());

        var parked = Assert.Single(await database.Parked.ListAsync(cancellationToken: Cancel));
        Assert.Equal(("a1", "a", 3, "broken", true), (Messages.Text(parked.Message.Envelope), parked.Message.Envelope.Key, parked.Message.Attempts, parked.Error, parked.HoldsKey));
        Assert.InRange(parked.ParkedAt, DateTimeOffset.Now.AddMinutes(-5), DateTimeOffset.Now.AddMinutes(5));

        Assert.Equal(0, await database.Parked.ReplayAsync([Guid.NewGuid()], Cancel));
        Assert.Equal(1, await database.Parked.ReplayAsync([parked.Message.Envelope.Id], Cancel));
        Assert.Equal(["a1", "a2", "a3"], (await database.BodiesAsync()).Where(b => b.StartsWith('a')));
        Assert.Equal(0, (await database.ReadAsync()).First(m => m.Envelope.Key == "a").Attempts);
        Assert.Empty(await database.Parked.ListAsync(cancellationToken: Cancel));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task When_it_is_discarded_the_later_ones_go_on(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await ParkFirstOfAAsync(database, holds: true);
        Assert.Equal(1, await database.Parked.DiscardAsync(null, Cancel));
        Assert.Equal(["a2", "a3", "b1"], (await database.BodiesAsync()).Order());
        Assert.Equal(0, (await database.Queue.MeasureAsync(Cancel)).Parked);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task One_that_does_not_hold_its_key_is_overtaken(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await ParkFirstOfAAsync(database, holds: false);
        Assert.Equal(["a2", "a3", "b1"], (await database.BodiesAsync()).Order());
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_whole_key_is_parked_and_replayed_in_order(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine, o => o.Poison = PoisonPolicy.ParkKey);
        await ParkFirstOfAAsync(database, holds: true);
        await database.HoldBackAsync(Me);
        Assert.Equal(1L, await database.CountAsync("dp_outbox"));
        Assert.Equal(["a1", "a2", "a3"], (await database.Parked.ListAsync(cancellationToken: Cancel)).Select(p => Messages.Text(p.Message.Envelope)));
        await database.CommitAsync(Messages.Of("a4", "a"));

        // the last alone would overtake the others: it waits for them
        await database.Parked.ReplayAsync([(await database.Parked.ListAsync(cancellationToken: Cancel))[2].Message.Envelope.Id], Cancel);
        Assert.Equal(["b1"], await database.BodiesAsync());

        await database.Parked.ReplayAsync(null, Cancel);
        Assert.Equal(["a1", "a2", "a3", "a4"], (await database.BodiesAsync()).Where(b => b.StartsWith('a')));
    }

    [Theory]
    [InlineData(Engine.Postgres, true), InlineData(Engine.Postgres, false), InlineData(Engine.Sqlite, true), InlineData(Engine.Sqlite, false)]
    public async Task What_waits_for_a_parked_message_is_out_of_the_way_of_readers_until_that_is_decided_about(Engine engine, bool replay)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await ParkFirstOfAAsync(database, holds: true);

        await database.HoldBackAsync(Me);

        Assert.Equal(["b1"], (await database.ReadAsync()).Select(m => Messages.Text(m.Envelope)));
        Assert.Equal((1L, 3), (await database.CountAsync("dp_outbox"), (await database.Queue.MeasureAsync(Cancel)).Waiting));
        await database.CommitAsync(Messages.Of("a4", "a"));
        Assert.Equal(1, await (replay ? database.Parked.ReplayAsync(null, Cancel) : database.Parked.DiscardAsync(null, Cancel)));
        Assert.Equal(replay ? ["a1", "a2", "a3", "a4"] : ["a2", "a3", "a4"], (await database.BodiesAsync()).Where(b => b.StartsWith('a')));
        Assert.Equal(0L, await database.CountAsync("dp_outbox_held"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_was_read_before_its_key_was_freed_is_not_held_back(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await ParkFirstOfAAsync(database, holds: true);
        var held = (await database.ReadAsync()).Where(m => m.IsHeld).ToArray();
        var lease = (await database.HoldAllAsync(Me))[held[0].Bucket];

        await database.Parked.DiscardAsync(null, Cancel);
        await database.Queue.HoldBackAsync(Me, lease, away: null, [.. held.Select(m => m.Sequence)], Cancel);

        Assert.Equal(["a2", "a3", "b1"], (await database.BodiesAsync()).Order());
    }

    private static async Task ParkFirstOfAAsync(OutboxDatabase database, bool holds)
    {
        await database.CommitAsync(Messages.Of("a1", "a"), Messages.Of("a2", "a"), Messages.Of("a3", "a"), Messages.Of("b1", "b"));
        var first = (await database.ReadAsync()).First(m => m.Envelope.Key == "a");
        var leases = await database.HoldAllAsync(Me);
        Assert.True(await database.Queue.ParkAsync(Me, leases[first.Bucket], [new(first.Sequence, 3, "broken", holds)], Cancel));
    }
}
