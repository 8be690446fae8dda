namespace DistPatterns.Resilience;

internal static class TimestampExtensions
{
    /// <summary>How far the clock's timestamp goes in that time; may be more than a timestamp can hold.</summary>
    public static Int128 TimestampsIn(this TimeProvider time, TimeSpan span) => (Int128)span.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond;
}
