using DistPatterns.Validation;

namespace DistPatterns.Sagas;

/// <summary>How sagas meet each other's messages.</summary>
public sealed class SagaOptions
{
    /// <summary>How often a message is handled anew because another changed the saga first, until it is left to be delivered again. Default 10; 0 to 1000.</summary>
    [Within(0, 1000)]
    public int MaxConflicts { get; set; } = 10;

    /// <summary>How long the first of these waits, at most; each next one doubles it, up to a second, and chance says how much of it. Default 10 ms; 0 to one second.</summary>
    [Within(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan ConflictDelay { get; set; } = TimeSpan.FromMilliseconds(10);
}
