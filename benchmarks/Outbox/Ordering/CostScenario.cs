namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>What the outbox takes from the rate of business transactions.</summary>
internal sealed class CostScenario(string postgres, double scale) : Scenario($"orders placed by {Connections} connections", "transactions/s")
{
    private const int Connections = 8;

    public override IReadOnlyList<(IContender, Target?)> Contenders { get; } =
    [
        (Shop(postgres, ShopKind.Plain, scale), null),
        (Shop(postgres, ShopKind.Outbox(dispatch: false), scale), Target.AtLeast(0.8)),
        (Shop(postgres, ShopKind.Outbox(dispatch: true), scale), null), // takes the cores that the database runs on
    ];

    private static BusyShop Shop(string postgres, ShopKind kind, double scale) => new(postgres, kind, Connections, (int)(20_000 * scale), untilConfirmed: false);
}
