using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>How soon a message is sent while others of its bucket wait for a parked one.</summary>
internal sealed class HeldScenario(string postgres, double scale) : Scenario("from the commit until it is sent, in a bucket with held messages", "p50 ms", "p99 ms")
{
    private const int PerSecond = 200;

    public override IReadOnlyList<(IContender, Target?)> Contenders { get; } =
    [
        (new SteadyOrders(postgres, ShopKind.OutboxHolding(0), PerSecond, (int)(1_000 * scale)), null),
        (new SteadyOrders(postgres, ShopKind.OutboxHolding(20_000), PerSecond, (int)(1_000 * scale)), Target.AtMost(1.5)),
        (new SteadyOrders(postgres, ShopKind.OutboxHolding(100_000), PerSecond, (int)(1_000 * scale)), Target.AtMost(1.5)),
    ];

    /// <summary>Puts messages into an outbox of one bucket that a parked one holds.</summary>
    public static Task PrepareAsync(OwnDatabase database, int held) => database.ExecuteAsync($"""
        insert into dp_outbox_parked (bucket, seq, id, order_key, destination, type, body, enqueued_at, attempts, error, holds_key, parked_at)
        values (0, 0, gen_random_uuid(), 'poison', 'orders', 'poison', '', now(), 10, 'poison', true, now());
        insert into dp_outbox (bucket, id, order_key, destination, type, body)
        select 0, gen_random_uuid(), 'poison', 'orders', 'poison', decode(repeat('00', 246), 'hex') from generate_series(1, {held});
        """);

    /// <summary>Waits until the dispatcher has seen them once, and clears away what is left of that, as autovacuum does within a minute.</summary>
    public static async Task SettleAsync(OwnDatabase database)
    {
        await using var left = database.Source.CreateCommand("select count(*) from dp_outbox");
        while ((long)(await left.ExecuteScalarAsync())! > 0)
        {
            await Task.Delay(50);
        }

        await database.ExecuteAsync("vacuum dp_outbox");
    }
}
