using DistPatterns.EventSourcing;
using DistPatterns.Messaging;
using DistPatterns.Runtime.Tests.Coordination;

namespace DistPatterns.Runtime.Tests.EventSourcing;

public sealed class EventStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_stream_is_read_as_it_was_appended(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        Assert.Equal(2, (await world.AppendAsync("a", 0, 1, 2)).Version);
        Assert.Equal(252, (await world.AppendAsync("a", 2, [.. Enumerable.Range(3, 250)])).Version);
        await world.AppendAsync("b", 0, 1000);

        var all = await world.Database.InTransactionAsync(t => world.Store.ReadStreamAsync(t, "a", cancellationToken: Cancel));
        var some = await world.Database.InTransactionAsync(t => world.Store.ReadStreamAsync(t, "a", after: 100, limit: 3, Cancel));

        Assert.Equal(Enumerable.Range(1, 252), all.Select(e => ((Counted)e.Data).Number));
        Assert.Equal(Enumerable.Range(1, 252), all.Select(e => (int)e.Version));
        Assert.Equal(all.OrderBy(e => e.Position), all);
        Assert.Equal([101, 102, 103], some.Select(e => (int)e.Version));
        Assert.Empty(await world.Database.InTransactionAsync(t => world.Store.ReadStreamAsync(t, "nobody", cancellationToken: Cancel)));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_writer_that_has_not_seen_the_last_event_is_refused(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        await world.AppendAsync("a", 0, 1, 2);

        foreach (var stale in new[] { 0, 1, 3 })
        {
            var error = await Assert.ThrowsAsync<StreamConflictException>(() => world.AppendAsync("a", stale, 9));
            Assert.Equal(("a", stale), (error.Stream, error.ExpectedVersion));
        }

        await Assert.ThrowsAsync<StreamConflictException>(() => world.AppendAsync("new", 1, 9));
        Assert.Equal(2, await world.Database.CountAsync("dp_event"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Of_many_that_append_to_one_version_one_does(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        for (var version = 0; version < 3; version++)
        {
            var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            {
                try
                {
                    await world.AppendAsync("a", version, i);
                    return 1;
                }
                catch (StreamConflictException)
                {
                    return 0;
                }
            }, Cancel)));
            Assert.Equal(1, done.Sum());
        }
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_snapshot_is_never_replaced_by_an_older_one(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        Assert.Null(await LoadAsync());
        await SaveAsync(new(5, new(50)));
        await SaveAsync(new(4, new(40)));
        Assert.Equal(new(5, new(50)), await LoadAsync());
        await SaveAsync(new(6, new(60)));
        Assert.Equal(new(6, new(60)), await LoadAsync());

        Task SaveAsync(Snapshot<Counted> snapshot) => world.Database.InTransactionAsync(async t =>
        {
            await world.Store.SaveSnapshotAsync(t, "a", snapshot, Cancel);
            return 0;
        });

        Task<Snapshot<Counted>?> LoadAsync() => world.Database.InTransactionAsync(t => world.Store.LoadSnapshotAsync<Counted>(t, "a", Cancel));
    }

    [Fact]
    public async Task A_type_that_was_not_made_known_is_not_stored()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Sqlite);
        await Assert.ThrowsAsync<UnknownMessageTypeException>(() => world.Database.InTransactionAsync(t => world.Store.AppendAsync(t, "a", 0, ["text"], Cancel)));
    }

    [Fact]
    public void A_position_is_a_token()
    {
        var position = new Position(12, 345);
        Assert.Equal("12.345", position.ToString());
        Assert.True(Position.TryParse("12.345", out var parsed) && parsed == position);
        Assert.True(new Position(12, 345) < new Position(13, 1) && new Position(12, 345) > new Position(12, 344));
        Assert.All(["", "12", "12.", "-1.2", "1.2.3", "a.b", null], token => Assert.False(Position.TryParse(token, out _)));
    }
}
