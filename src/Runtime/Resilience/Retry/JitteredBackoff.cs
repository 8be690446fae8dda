namespace DistPatterns.Resilience;

/// <summary>Waits that double with every failure, less up to half by chance, so that not all come back at once.</summary>
internal sealed class JitteredBackoff(TimeSpan first, TimeSpan most, Random random)
{
    /// <summary>The wait after so many failures in a row, one or more.</summary>
    public TimeSpan After(int failures) => ExponentialDelay.After(first, most, failures - 1) * (1 - (random.NextDouble() / 2));
}
