namespace DistPatterns.Runtime.Tests.Simulation;

/// <summary>Brings what was awaited back into the queue of a simulation.</summary>
internal sealed class SimulationContext(Simulation simulation) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => simulation.Schedule(TimeSpan.Zero, () => d(state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
