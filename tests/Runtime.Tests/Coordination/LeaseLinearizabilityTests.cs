using System.Diagnostics;
using DistPatterns.Coordination;
using DistPatterns.Runtime.Tests.Linearizability;

namespace DistPatterns.Runtime.Tests.Coordination;

public sealed class LeaseLinearizabilityTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(15);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres, 1), InlineData(Engine.Postgres, 2), InlineData(Engine.Sqlite, 3)]
    public async Task What_concurrent_clients_see_has_an_order(Engine engine, int seed)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        var history = await RecordAsync(database.Restarted, seed, Long);
        Assert.True(Check(history) is { IsLinearizable: true }, Check(history).Explanation);
    }

    [Theory, InlineData(Engine.Postgres, 4), InlineData(Engine.Postgres, 5), InlineData(Engine.Sqlite, 6)]
    public async Task So_has_what_they_see_of_leases_that_expire(Engine engine, int seed)
    {
        await using var database = await LeaseDatabase.CreateAsync(engine);
        var history = await RecordAsync(database.Restarted, seed, Short);
        Assert.True(Check(history) is { IsLinearizable: true }, Check(history).Explanation);
    }

    [Fact]
    public async Task A_store_that_grants_what_another_holds_is_found_out()
    {
        await using var database = await LeaseDatabase.CreateAsync(Engine.Sqlite);
        var history = await RecordAsync(() => new GrantsToAnybody(database), seed: 1, Long);
        Assert.False(Check(history).IsLinearizable);
    }

    [Fact]
    public async Task A_store_that_forgets_the_token_on_resignation_is_found_out()
    {
        await using var database = await LeaseDatabase.CreateAsync(Engine.Sqlite);
        var history = await RecordAsync(() => new ForgetsTokens(database), seed: 1, Long);
        Assert.False(Check(history).IsLinearizable);
    }

    private static Verdict Check(IReadOnlyList<Operation<LeaseCall, LeaseAnswer>> history) => LinearizabilityChecker.Check(new LeaseSpecification(), history);

    /// <summary>Four clients, each with connections of its own, that take, renew and resign as the seed says.</summary>
    private static async Task<IReadOnlyList<Operation<LeaseCall, LeaseAnswer>>> RecordAsync(Func<ILeaseStore> connect, int seed, TimeSpan ttl)
    {
        var history = new History<LeaseCall, LeaseAnswer>();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(client => Task.Run(async () =>
        {
            var (store, random, owner) = (connect(), new Random((seed * 10) + client), Guid.NewGuid());
            long? token = null;
            for (var i = 0; i < 30; i++)
            {
                var resigns = token is not null && random.Next(3) == 0 ? token : null;
                var call = new LeaseCall(owner, resigns, ttl, Stopwatch.GetElapsedTime(start));
                var called = history.Call();
                var answer = resigns is null
                    ? token = await store.TryTakeAsync("leader", owner, ttl, Cancel)
                    : await store.ResignAsync("leader", owner, resigns.Value, Cancel) ? 1 : 0;
                history.Return($"c{client}", call, new(answer, Stopwatch.GetElapsedTime(start)), called);
                token = resigns is null ? token : null;
            }
        })));
        return history.Operations;
    }

    private sealed class GrantsToAnybody(LeaseDatabase database) : SqlLeaseStore(database.Source, """
        insert into dp_lease (name, owner, token, expires_at) values (@name, @owner, 1, @ttl)
        on conflict (name) do update set owner = excluded.owner, token = dp_lease.token + (dp_lease.owner <> excluded.owner)
        returning token
        """, "update dp_lease set expires_at = 0 where name = @name and owner = @owner and token = @token");

    private sealed class ForgetsTokens(LeaseDatabase database) : SqlLeaseStore(database.Source, """
        insert into dp_lease (name, owner, token, expires_at) values (@name, @owner, 1, @ttl)
        on conflict (name) do update set expires_at = @ttl where dp_lease.owner = excluded.owner
        returning token
        """, "delete from dp_lease where name = @name and owner = @owner and token = @token");
}
