using DistPatterns.Resilience;

namespace DistPatterns.Sagas;

/// <summary>How often and when an action is tried again.</summary>
internal readonly record struct SagaRetry(int Attempts, TimeSpan Delay, TimeSpan MaxDelay)
{
    public static SagaRetry Default { get; } = new(3, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>The wait after some attempts: doubled each time, and half of it by chance, so that what failed together does not come back together.</summary>
    public TimeSpan After(int attempts, Random random) => new JitteredBackoff(Delay, MaxDelay, random).After(attempts);
}
