namespace DistPatterns.Resilience;

internal interface ILimit
{
    /// <summary>The limit after a window in which <paramref name="limit"/> held. Called by one thread at a time.</summary>
    double Next(double limit, LimitSample sample);
}
