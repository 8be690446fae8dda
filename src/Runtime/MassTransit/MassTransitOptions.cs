using DistPatterns.Validation;

namespace DistPatterns.Messaging;

/// <summary>How messages are handed to MassTransit.</summary>
public sealed class MassTransitOptions
{
    /// <summary>Messages handed over that it has not sent yet, 1 to 10,000. Default 256.</summary>
    [Within(1, 10_000)]
    public int Window { get; set; } = 256;

    /// <summary>How long its broker may be away before what is left of a batch fails. Default 30 s; 100 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
