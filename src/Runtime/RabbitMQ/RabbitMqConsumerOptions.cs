using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Messaging;

/// <summary>How consumers take messages from their queues.</summary>
public sealed class RabbitMqConsumerOptions : IValidatableObject
{
    /// <summary>
    /// One process at a time consumes a queue and the others stand by, which is the default: order per key holds over all
    /// processes. If not, they share the queue, and order per key holds only within each process.
    /// </summary>
    public bool SingleActive { get; set; } = true;

    /// <summary>
    /// Messages handled at the same time by one consumer of this process that does not say itself how many, 1 to 1,000; the default is 8. Those of one
    /// key are handled one after the other.
    /// </summary>
    [Within(1, 1_000)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Messages that the broker sends ahead, 1 to 65,535; the default is 100.</summary>
    [Within(1, ushort.MaxValue)]
    public int MaxPrefetch { get; set; } = 100;

    /// <summary>
    /// What is sent ahead to a process that cannot keep up, 1 to 65,535; the default is 10. Only where processes share a queue:
    /// with <see cref="SingleActive"/> nobody else could take the messages, and <see cref="MaxPrefetch"/> stands.
    /// </summary>
    [Within(1, ushort.MaxValue)]
    public int MinPrefetch { get; set; } = 10;

    /// <summary>
    /// How often a message is tried before it goes to the dead letters, 1 to 1,000; the default is 5. A database that is away does not count.
    /// </summary>
    [Within(1, 1_000)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The wait before the second attempt; it doubles with each, and half of it is left to chance. Default 1 s; 0 to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait between two attempts. Default 30 s; 0 to one hour. All attempts of a message together must stay below the
    /// broker's <c>consumer_timeout</c>, which is 30 minutes: it is not acknowledged meanwhile.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often the broker may deliver a message anew, because whoever had it died or lost its connection, before it goes to the
    /// dead letters, 1 to 10,000; the default is 20. Only quorum queues count it.
    /// </summary>
    [Within(1, 10_000)]
    public int MaxDeliveries { get; set; } = 20;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinPrefetch > MaxPrefetch)
        {
            yield return new($"{nameof(MinPrefetch)} ({MinPrefetch}) must not exceed {nameof(MaxPrefetch)} ({MaxPrefetch}).", [nameof(MinPrefetch)]);
        }
    }

    internal TimeSpan DelayAfter(int attempt, double chance)
    {
        var delay = RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 20));
        return (delay < MaxRetryDelay ? delay : MaxRetryDelay) * (0.5 + chance / 2);
    }
}
