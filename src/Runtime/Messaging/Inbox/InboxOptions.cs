using DistPatterns.Validation;

namespace DistPatterns.Inbox;

/// <summary>How long an inbox remembers.</summary>
public sealed class InboxOptions
{
    /// <summary>
    /// How long a message is remembered after it came, at least, by the database's clock. Longer than the longest way that a copy of it can
    /// take: redelivery by the broker, and replay from its dead letters. A copy that comes later is handled again. Default 7 days; one hour to ten years.
    /// </summary>
    [Within(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often what is older is cleaned up. Default one hour; one second to one day.</summary>
    [Within(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CleanUpInterval { get; set; } = TimeSpan.FromHours(1);
}
