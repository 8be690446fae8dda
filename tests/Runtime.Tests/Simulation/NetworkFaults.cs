namespace DistPatterns.Runtime.Tests.Simulation;

/// <summary>What a <see cref="SimulatedNetwork"/> does to messages.</summary>
/// <param name="Loss">The part that is lost.</param>
/// <param name="Duplication">The part that arrives twice.</param>
/// <param name="Straggling">The part that takes up to <paramref name="Slowest"/>, and is overtaken by others.</param>
internal sealed record NetworkFaults(double Loss, double Duplication, double Straggling)
{
    public static NetworkFaults None { get; } = new(0, 0, 0);

    public TimeSpan Fastest { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan Usual { get; init; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan Slowest { get; init; } = TimeSpan.FromMilliseconds(400);
}
