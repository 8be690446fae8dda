using Polly;

namespace DistPatterns.Resilience;

/// <summary>What <see cref="DeadlineStrategyOptions.OnExpired"/> is told.</summary>
/// <param name="context">The context of the refused execution.</param>
public readonly struct OnDeadlineExpiredArguments(ResilienceContext context)
{
    /// <summary>The context of the refused execution.</summary>
    public ResilienceContext Context { get; } = context;
}
