using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Draining;

/// <summary>Messages lie in the outbox, until RabbitMQ has confirmed them and the outbox is empty.</summary>
internal sealed class EndToEndScenario(string postgres, Broker broker, double scale) : Scenario("from the outbox to RabbitMQ", "messages/s")
{
    public override IReadOnlyList<(IContender, Target?)> Contenders { get; } =
    [
        (new RawPublishing(broker, (int)(20_000 * scale)), null),
        (new OutboxDrain(postgres, broker, (int)(20_000 * scale)), Target.AtLeast(0.5)),
    ];
}
