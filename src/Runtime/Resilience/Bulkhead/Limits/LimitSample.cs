namespace DistPatterns.Resilience;

/// <summary>What was seen of the callee in one window.</summary>
/// <param name="Latency">The average of the calls that succeeded, in any one unit; 0 where none did.</param>
/// <param name="Peak">The most calls that ran at once.</param>
/// <param name="IsOverloaded">Whether a call showed that the callee has too much to do.</param>
internal readonly record struct LimitSample(double Latency, long Peak, bool IsOverloaded)
{
    /// <summary>A limit that is not needed says nothing about whether more could be taken.</summary>
    public bool Needs(double limit) => Peak * 2 > limit;
}
