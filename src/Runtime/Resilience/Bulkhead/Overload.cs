using Polly.Timeout;

namespace DistPatterns.Resilience;

/// <summary>Failures by which a callee shows that it has too much to do, whatever it is called over.</summary>
internal static class Overload
{
    public static bool Is(Exception? exception) => exception is TimeoutRejectedException or TimeoutException;
}
