using System.Diagnostics;

namespace DistPatterns.Tracing;

internal static class ActivityExtensions
{
    /// <summary>Makes an exception the span's error.</summary>
    public static void Fail(this Activity span, Exception error) => span.AddException(error).SetStatus(ActivityStatusCode.Error, error.Message);
}
