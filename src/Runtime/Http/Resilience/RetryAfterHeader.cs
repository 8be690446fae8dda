using Polly.Retry;

namespace DistPatterns.Http;

using DelayGenerator = Func<RetryDelayGeneratorArguments<HttpResponseMessage>, ValueTask<TimeSpan?>>;

/// <summary>The wait that a server asks for (RFC 9110, 10.2.3).</summary>
internal static class RetryAfterHeader
{
    public static DelayGenerator Or(DelayGenerator otherwise) =>
        arguments => Of(arguments.Outcome.Result) is { } wait ? new(wait) : otherwise(arguments);

    private static TimeSpan? Of(HttpResponseMessage? response)
    {
        // A date is compared with the server's own, so that its clock and ours need not agree.
        var wait = response?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now => date - now,
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
