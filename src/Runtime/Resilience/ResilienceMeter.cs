using System.Diagnostics.Metrics;

namespace DistPatterns.Resilience;

/// <summary>The one meter of the strategies. What Polly already counts (its events, durations and attempts) is not counted again.</summary>
internal static class ResilienceMeter
{
    public const string Name = "DistPatterns.Resilience";

    public static readonly Meter Instance = new(Name);
}
