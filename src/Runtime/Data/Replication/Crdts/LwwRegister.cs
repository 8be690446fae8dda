namespace DistPatterns.Replication;

/// <summary>A register where the last write wins, by the clock; a write at the same time elsewhere is lost, and nobody is told.</summary>
/// <param name="Value">The value.</param>
/// <param name="Version">When it was written and by whom; no two writes may share one.</param>
public sealed record LwwRegister<T>(T Value, WriteVersion Version) : ICrdt<LwwRegister<T>>
{
    /// <summary>Written anew.</summary>
    /// <param name="value">The value.</param>
    /// <param name="clock">Draws the moment, above that of the value here.</param>
    /// <param name="node">Who writes.</param>
    /// <exception cref="ClockSkewException">The value here was written by a clock too far ahead.</exception>
    public LwwRegister<T> Set(T value, HybridLogicalClock clock, Guid node)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new(value, new(clock.Observe(new(Version.Number)).Value, node));
    }

    /// <inheritdoc/>
    public LwwRegister<T> Merge(LwwRegister<T> other) => other.Version > Version ? other : this;
}
