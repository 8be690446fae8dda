namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>What the outbox of a DbContext takes from the rate of saves.</summary>
internal sealed class SaveScenario(string postgres, double scale) : Scenario($"orders saved by EF Core, {Connections} connections", "transactions/s")
{
    private const int Connections = 8;

    public override IReadOnlyList<(IContender, Target?)> Contenders { get; } =
    [
        (Shop(postgres, tells: false, begins: false, scale), null),
        (Shop(postgres, tells: true, begins: false, scale), null),
        (Shop(postgres, tells: false, begins: true, scale), null),
        (Shop(postgres, tells: true, begins: true, scale), null),
    ];

    private static BusyShop Shop(string postgres, bool tells, bool begins, double scale) =>
        new(postgres, ShopKind.Entities(tells, begins), Connections, (int)(20_000 * scale), untilConfirmed: false);
}
