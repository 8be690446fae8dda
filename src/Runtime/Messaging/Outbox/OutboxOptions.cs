using System.ComponentModel.DataAnnotations;
using DistPatterns.Coordination;
using DistPatterns.Validation;

namespace DistPatterns.Outbox;

/// <summary>How messages are written to the outbox and sent from it.</summary>
public sealed class OutboxOptions : IValidatableObject
{
    /// <summary>
    /// How many buckets the keys are divided into: so many processes can share the sending. Fixed when the tables are created. Default 16; 1 to 1024.
    /// </summary>
    [Within(1, 1024)]
    public int Buckets { get; set; } = 16;

    /// <summary>Whether this process sends. One that only writes says false. Default true.</summary>
    public bool Dispatch { get; set; } = true;

    /// <summary>
    /// For how long a process holds its buckets without a word, by the database's clock: those of a process that was killed
    /// stand still for as long. It is renewed at a third and given up by itself at two thirds. Default 10 s; 300 ms to one hour.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.300", "01:00:00")]
    public TimeSpan LeaseTtl { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How soon a message is found when nothing told of it. Default 250 ms; 1 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What that grows to while nothing is found, doubling. Default 1 s; 1 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many messages of one bucket are read and sent together, at most. Default 500; 1 to 10,000.</summary>
    [Within(1, 10_000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>How long sending a batch may take. What is confirmed by then counts, if the transport says so. Default one minute; 10 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often one message is tried before it is poison. A broker or a destination that is away does not count. Default 10; 1 to 1000.</summary>
    [Within(1, 1000)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>
    /// The wait after a message's first failure; each later one doubles it, and chance takes up to half of it. Default 100 ms; 1 ms to one hour.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RedeliveryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What that grows to. Default one minute; 1 ms to one day.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxRedeliveryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What the wait grows to while the broker, the database or a destination is away. Default 5 s; 1 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxAwayDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What becomes of poison. Default <see cref="PoisonPolicy.BlockKey"/>.</summary>
    [EnumDataType(typeof(PoisonPolicy))]
    public PoisonPolicy Poison { get; set; } = PoisonPolicy.BlockKey;

    /// <summary>
    /// Keeps the order of commits within a key also for writers that hold no lock of their own on what the key names: each
    /// append locks the key until the transaction ends. SQLite has one writer at a time, and the same order without it. Default false.
    /// </summary>
    public bool StrictKeyOrder { get; set; }

    /// <summary>The largest body, in bytes; a larger one is refused where it is written. Default 1 MiB; 1 to 128 MiB.</summary>
    [Within(1, 128 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>From which age of the oldest message the health check says degraded. Default 5 min; 1 ms to one day.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan HealthyAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What follows from <see cref="LeaseTtl"/>.</summary>
    internal LeaseTerms Lease => new(LeaseTtl);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MaxPollInterval < PollInterval)
        {
            yield return new(
                $"{nameof(MaxPollInterval)} is {MaxPollInterval}: it must not be below {nameof(PollInterval)}, {PollInterval}.",
                [nameof(MaxPollInterval)]);
        }

        if (MaxRedeliveryDelay < RedeliveryDelay)
        {
            yield return new(
                $"{nameof(MaxRedeliveryDelay)} is {MaxRedeliveryDelay}: it must not be below {nameof(RedeliveryDelay)}, {RedeliveryDelay}.",
                [nameof(MaxRedeliveryDelay)]);
        }
    }
}
