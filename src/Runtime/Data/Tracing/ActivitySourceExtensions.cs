using System.Diagnostics;

namespace DistPatterns.Tracing;

internal static class ActivitySourceExtensions
{
    /// <summary>Makes a call in a span of its own: what it throws is the span's error.</summary>
    /// <param name="source">Where the span comes from.</param>
    /// <param name="name">Its name, which has few values.</param>
    /// <param name="call">The call; its span is null where nobody listens.</param>
    public static async ValueTask<T> RunAsync<T>(this ActivitySource source, string name, Func<Activity?, ValueTask<T>> call)
    {
        using var span = source.StartActivity(name, ActivityKind.Client);
        try
        {
            return await call(span).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            span?.Fail(error);
            throw;
        }
    }
}
