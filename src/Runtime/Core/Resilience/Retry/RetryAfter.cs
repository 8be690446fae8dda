using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace DistPatterns.Resilience;

internal static class RetryAfter
{
    /// <summary>When a rejection says that the callee can be called again.</summary>
    public static TimeSpan? Of(Exception? exception) => exception switch
    {
        BrokenCircuitException broken => broken.RetryAfter,
        RateLimiterRejectedException limited => limited.RetryAfter,
        _ => null,
    };
}
