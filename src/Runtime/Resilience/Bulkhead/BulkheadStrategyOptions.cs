using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using Polly;

namespace DistPatterns.Resilience;

/// <summary>How many calls may run at once, and what becomes of the others.</summary>
public class BulkheadStrategyOptions : ResilienceStrategyOptions, IValidatableObject
{
    /// <summary>Creates the options with their defaults.</summary>
    public BulkheadStrategyOptions() => Name = "Bulkhead";

    /// <summary>The most calls that run at once, 1 or more; 10 by default.</summary>
    [Within(1, int.MaxValue)]
    public int MaxConcurrency { get; set; } = 10;

    /// <summary>The most calls that wait for their turn, 0 or more; 0 by default: a full bulkhead rejects at once.</summary>
    [Within(0, int.MaxValue)]
    public int QueueLimit { get; set; }

    /// <summary>
    /// The wait that is no sign of overload, 1 ms to 1 h; 5 ms by default. When the oldest call has waited longer than
    /// this through a whole <see cref="QueueDelayInterval"/>, the queue is late: its newest call goes first, because
    /// that one's caller most probably still waits, and calls older than the interval are rejected.
    /// </summary>
    /// <remarks>Controlled delay (Nichols and Jacobson, 2012) with adaptive LIFO and the defaults of Maurer, "Fail at Scale" (ACM Queue, 2015).</remarks>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan QueueDelayTarget { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How long a burst may last before the queue is late, 1 ms to 1 h; 100 ms by default.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan QueueDelayInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The priority of a call; none by default: all are <see cref="CallPriority.Normal"/>. It is asked only when the
    /// bulkhead is full. Higher goes first, and takes the place of the lowest when the queue is full too.
    /// </summary>
    public Func<ResilienceContext, CallPriority>? Priority { get; set; }

    /// <summary>Called when a call is rejected; none by default.</summary>
    public Func<OnBulkheadRejectedArguments, ValueTask>? OnRejected { get; set; }

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) => Validate();

    private protected virtual IEnumerable<ValidationResult> Validate()
    {
        if (QueueDelayTarget > QueueDelayInterval)
        {
            yield return new ValidationResult(
                $"{nameof(QueueDelayTarget)} is {QueueDelayTarget}; it must be at most {nameof(QueueDelayInterval)}, {QueueDelayInterval}.",
                [nameof(QueueDelayTarget), nameof(QueueDelayInterval)]);
        }
    }
}
