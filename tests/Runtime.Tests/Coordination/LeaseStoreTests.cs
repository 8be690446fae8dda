using DistPatterns.Coordination;

namespace DistPatterns.Runtime.Tests.Coordination;

public sealed class LeaseStoreTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);
    private readonly Guid _first = Guid.NewGuid(), _second = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_lease_that_another_holds_is_not_granted(Engine engine)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);

        Assert.Equal(1, await database.Store.TryTakeAsync("billing", _first, Long, Cancel));
        Assert.Null(await database.Store.TryTakeAsync("billing", _second, Long, Cancel));
        Assert.Equal(1, await database.Store.TryTakeAsync("invoices", _second, Long, Cancel));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_renewal_keeps_the_token_and_prolongs_the_lease(Engine engine)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        await database.Store.TryTakeAsync("billing", _first, TimeSpan.FromSeconds(5), Cancel);
        var before = await database.QueryAsync("select expires_at from dp_lease");

        Assert.Equal(1, await database.Store.TryTakeAsync("billing", _first, Long, Cancel));

        Assert.True(((IComparable)(await database.QueryAsync("select expires_at from dp_lease"))!).CompareTo(before) > 0);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task An_expired_lease_is_granted_under_the_next_token(Engine engine)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        await database.Store.TryTakeAsync("billing", _first, Short, Cancel);

        Assert.Equal(2, await TakeWhenExpiredAsync(database, _second, Long));
        Assert.Null(await database.Store.TryTakeAsync("billing", _first, Long, Cancel));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Its_own_expired_lease_comes_back_under_a_new_token(Engine engine)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        await database.Store.TryTakeAsync("billing", _first, Short, Cancel);
        await TakeWhenExpiredAsync(database, _second, Short);

        Assert.Equal(3, await TakeWhenExpiredAsync(database, _first, Long));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task The_token_survives_resignation_and_restart(Engine engine)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        for (var token = 1; token <= 3; token++)
        {
            var owner = Guid.NewGuid();
            Assert.Equal(token, await database.Restarted().TryTakeAsync("billing", owner, Long, Cancel));
            Assert.True(await database.Store.ResignAsync("billing", owner, token, Cancel));
        }
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Nobody_resigns_for_another_or_twice(Engine engine)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        await database.Store.TryTakeAsync("billing", _first, Long, Cancel);

        Assert.False(await database.Store.ResignAsync("billing", _second, 1, Cancel));
        Assert.False(await database.Store.ResignAsync("billing", _first, 2, Cancel));
        Assert.Null(await database.Store.TryTakeAsync("billing", _second, Long, Cancel));
        Assert.True(await database.Store.ResignAsync("billing", _first, 1, Cancel));
        Assert.False(await database.Store.ResignAsync("billing", _first, 1, Cancel));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task One_of_many_that_ask_at_once_is_granted(Engine engine)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        for (var round = 1; round <= 5; round++)
        {
            var owners = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToArray();
            var tokens = await Task.WhenAll(owners.Select(o => Task.Run(() => database.Restarted().TryTakeAsync("billing", o, Long, Cancel).AsTask())));

            var winner = Assert.Single(owners.Zip(tokens), t => t.Second is not null);
            Assert.Equal(round, winner.Second);
            await database.Store.ResignAsync("billing", winner.First, round, Cancel);
        }
    }

    private static async Task<long> TakeWhenExpiredAsync(LeaseDatabase database, Guid owner, TimeSpan ttl)
    {
        while (true)
        {
            if (await database.Store.TryTakeAsync("billing", owner, ttl, Cancel) is { } token)
            {
                return token;
            }
        }
    }
}
