using DistPatterns.Validation;

namespace DistPatterns.EventSourcing;

/// <summary>How projections read.</summary>
public sealed class ProjectionOptions
{
    /// <summary>How often a projection that is not behind looks for events. One that is waited for looks at once. Default 250 ms; 1 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many events are applied in one transaction, at most. Default 200; 1 to 10000.</summary>
    [Within(1, 10_000)]
    public int BatchSize { get; set; } = 200;

    /// <summary>
    /// The longest wait of a projection that fails until it tries again; it begins with <see cref="PollInterval"/> and doubles. Default 30 s; 1 ms to
    /// one hour.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the lag is measured. Default 10 s; 100 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan MeasureInterval { get; set; } = TimeSpan.FromSeconds(10);
}
