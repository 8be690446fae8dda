using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace DistPatterns.AspNetCore;

/// <summary>Limits the rate of requests.</summary>
public static class RateLimitingExtensions
{
    /// <summary>Adds a policy that gives each key of <paramref name="partition"/> the limit.</summary>
    /// <param name="limiter">ASP.NET Core's options.</param>
    /// <param name="policyName">The name that endpoints require.</param>
    /// <param name="limit">The limit of one key.</param>
    /// <param name="partition">The key of a request: its tenant, its user, its address. A constant shares one limit among all.</param>
    /// <exception cref="ValidationException">An option of <paramref name="limit"/> is out of range.</exception>
    public static RateLimiterOptions AddPolicy(
        this RateLimiterOptions limiter, string policyName, RateLimitOptions limit, Func<HttpContext, string> partition)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentNullException.ThrowIfNull(partition);
        limit.Validate();
        return limiter.AddPolicy(policyName, context => limit.Partition(partition(context)));
    }

    /// <summary>
    /// Answers 429 with <c>Retry-After</c> in whole seconds, rounded up, where the limiter knows when a permit is back; ASP.NET Core's own
    /// answer is a bare 503, which tells a client neither whose fault it is nor when to come again.
    /// </summary>
    public static RateLimiterOptions RejectWithRetryAfter(this RateLimiterOptions limiter)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = static (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter))
            {
                var seconds = Math.Ceiling(retryAfter.TotalSeconds);
                rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }

            return default;
        };
        return limiter;
    }
}
