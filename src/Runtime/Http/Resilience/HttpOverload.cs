using System.Net;
using DistPatterns.Resilience;
using Polly;
using Polly.RateLimiting;

namespace DistPatterns.Http;

/// <summary>Answers and failures by which a server shows that it has too much to do (RFC 6585, 4, and RFC 9110, 15.6.4).</summary>
internal static class HttpOverload
{
    public static bool Is(Outcome<object> outcome) =>
        outcome.Result is HttpResponseMessage { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable }
        || outcome.Exception is RateLimiterRejectedException
        || Overload.Is(outcome.Exception);
}
