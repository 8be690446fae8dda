using DistPatterns.Resilience;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace DistPatterns.Http;

/// <summary>Failures that another attempt may not meet, and that speak against the server.</summary>
internal static class TransientFailure
{
    public static bool Is(Outcome<HttpResponseMessage> outcome, ResilienceContext context) => outcome.Exception switch
    {
        // Where no time is left in all, the caller had too little of it: no failure of the server.
        TimeoutRejectedException => Deadline.Of(context) is not { IsExpired: true },

        // A connection that timed out, which the handler reports as cancelled.
        OperationCanceledException { InnerException: TimeoutException } => !context.CancellationToken.IsCancellationRequested,
        _ => HttpClientResiliencePredicates.IsTransient(outcome),
    };
}
