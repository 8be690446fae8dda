using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>How soon the broker has what was committed.</summary>
internal sealed class LatencyScenario(string postgres, Broker broker, double scale) : Scenario("from the commit to RabbitMQ's confirm", "p50 ms", "p99 ms")
{
    private const int PerSecond = 200;

    public override IReadOnlyList<(IContender, Target?)> Contenders { get; } =
    [
        (new CommitAndConfirm(postgres, broker, (int)(1_000 * scale)), null),
        (new SteadyOrders(postgres, ShopKind.OutboxOver(broker), PerSecond, (int)(1_000 * scale)), Target.AtMost(5)),
        (new SteadyOrders(postgres, ShopKind.CapOver(broker), PerSecond, (int)(1_000 * scale)), null),
    ];
}
