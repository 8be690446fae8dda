using DistPatterns.Resilience;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace DistPatterns.Http;

/// <summary>Failures that another attempt may not meet, and that speak against the server.</summary>
internal static class TransientFailure
{
    // Timers count on a coarser clock than deadlines do, and may fire that much before the deadline has expired.
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(16);

    public static bool Is(Outcome<HttpResponseMessage> outcome, ResilienceContext context) => outcome.Exception switch
    {
        // Where no time is left in all, the caller had too little of it: no failure of the server.
        TimeoutRejectedException => !(Deadline.Of(context)?.Remaining <= TimerResolution),

        // A connection that timed out, which the handler reports as cancelled.
        OperationCanceledException { InnerException: TimeoutException } => !context.CancellationToken.IsCancellationRequested,
        _ => HttpClientResiliencePredicates.IsTransient(outcome),
    };
}
