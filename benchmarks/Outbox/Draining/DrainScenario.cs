namespace DistPatterns.Benchmarks.Outbox.Draining;

/// <summary>Messages lie in the outbox, and the broker costs nothing.</summary>
internal sealed class DrainScenario(string postgres, double scale) : Scenario("drain without a broker", "messages/s")
{
    public override IReadOnlyList<(IContender, Target?)> Contenders { get; } =
    [
        (new NaivePoller(postgres, (int)(2_000 * scale)), null),
        (new OutboxDrain(postgres, broker: null, (int)(50_000 * scale)), Target.AtLeast(5)),
    ];
}
