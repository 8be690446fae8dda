using DistPatterns.Resilience;
using Polly.Timeout;

namespace DistPatterns.Cqrs;

/// <summary>Work that ends when the ambient deadline does.</summary>
internal static class AmbientDeadline
{
    public static async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> work, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Deadline.Current is not { } deadline)
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }

        var remaining = deadline.Remaining;
        if (remaining <= TimeSpan.Zero)
        {
            throw new DeadlineExpiredException();
        }

        using var limit = new TimeLimit(remaining, time, cancellationToken);
        try
        {
            return await work(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsExceeded)
        {
            throw new TimeoutRejectedException("The deadline expired on the way.", remaining, e);
        }
    }
}
