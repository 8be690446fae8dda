using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace DistPatterns.Http;

internal static class TransientFailure
{
    /// <summary>Microsoft's predicate, and the connection that timed out, which the handler reports as cancelled.</summary>
    public static bool Is(Outcome<HttpResponseMessage> outcome, ResilienceContext context) =>
        HttpClientResiliencePredicates.IsTransient(outcome)
        || (outcome.Exception is OperationCanceledException { InnerException: TimeoutException } && !context.CancellationToken.IsCancellationRequested);
}
