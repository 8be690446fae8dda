using DistPatterns.Validation;

namespace DistPatterns.Sagas;

/// <summary>How sagas meet each other's messages, and how long they are remembered.</summary>
public sealed class SagaOptions
{
    /// <summary>
    /// How many messages that wait together are handled in one transaction at most. Default 16; 1 to 1,000, where 1 is a transaction for each. The saga's own
    /// actions have a transaction each; when a message of several fails, each is handled by itself, as after a deadlock of two batches that have
    /// a reply and a timeout of the same sagas.
    /// </summary>
    [Within(1, 1_000)]
    public int MaxBatch { get; set; } = 16;

    /// <summary>How often a message is handled anew because another changed the saga first, before it is delivered again. Default 10; 0 to 1000.</summary>
    [Within(0, 1000)]
    public int MaxConflicts { get; set; } = 10;

    /// <summary>
    /// The longest first of these waits; each next one doubles it, up to a second, and chance says how much of it. Default 10 ms; 0 to one second.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan ConflictDelay { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// How long a saga is kept once it is finished, at least, by the database's clock; null keeps it for good. Default 7 days; one hour to ten
    /// years. While it is kept, whatever comes for its key is known to be late and does nothing, a second message that would start it included.
    /// Afterwards a reply and a timer still do nothing, and a copy of the message that started it is known to the inbox, as long as that remembers
    /// (<see cref="Inbox.InboxOptions.Retention"/>). A start that comes later than both, or under another id later than this, starts a new saga:
    /// let both be longer than a message can be on its way, and use no key twice.
    /// </summary>
    [Within(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan? Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often what is older is deleted. Default one hour; one second to one day.</summary>
    [Within(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CleanUpInterval { get; set; } = TimeSpan.FromHours(1);
}
