using Polly;
using Polly.Retry;

namespace DistPatterns.Http;

using RetryPredicate = Func<RetryPredicateArguments<HttpResponseMessage>, ValueTask<bool>>;

/// <summary>Whether sending a request twice can do no more than sending it once.</summary>
internal static class ResendableRequest
{
    private const string IdempotencyKey = "Idempotency-Key";

    public static RetryPredicate And(RetryPredicate predicate) => arguments =>
    {
        var isFailure = predicate(arguments);
        return isFailure.IsCompletedSuccessfully ? new(isFailure.Result && MayBeSentAgain(arguments)) : AwaitAsync(isFailure, arguments);
    };

    private static async ValueTask<bool> AwaitAsync(ValueTask<bool> isFailure, RetryPredicateArguments<HttpResponseMessage> arguments) =>
        await isFailure.ConfigureAwait(arguments.Context.ContinueOnCapturedContext) && MayBeSentAgain(arguments);

    private static bool MayBeSentAgain(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        if (arguments.Context.GetRequestMessage() is not { } request)
        {
            return false;
        }

        // A stream was read by the first attempt; a second would fail on it and hide why the first did.
        return NeverLeft(arguments.Outcome.Exception)
            || (request.Content is not StreamContent && (IsSafe(request.Method) || request.Headers.Contains(IdempotencyKey)));
    }

    private static bool IsSafe(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace || method == HttpMethod.Query;

    private static bool NeverLeft(Exception? exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };
}
