using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>Orders as fast as they can be placed, until RabbitMQ has confirmed the last message.</summary>
internal sealed class SustainedScenario(string postgres, Broker broker, double scale) : Scenario($"orders placed by {Connections} connections and confirmed by RabbitMQ", "transactions/s")
{
    private const int Connections = 8;

    public override IReadOnlyList<(IContender, Target?)> Contenders { get; } =
    [
        (Shop(postgres, ShopKind.CapOver(broker), scale), null),
        (Shop(postgres, ShopKind.OutboxOver(broker), scale), null),
    ];

    private static BusyShop Shop(string postgres, ShopKind kind, double scale) => new(postgres, kind, Connections, (int)(10_000 * scale), untilConfirmed: true);
}
