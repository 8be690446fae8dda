using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.AspNetCore;

/// <summary>How a server takes the deadlines of its callers.</summary>
public sealed class RequestDeadlineOptions : IValidatableObject
{
    /// <summary>
    /// The time of a request whose caller names none, 1 ms to 24 h. The default <see langword="null"/> sets no deadline.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? DefaultTimeout { get; set; }

    /// <summary>The most time a caller is given, whatever it asks for, 1 ms to 24 h. The default is 5 minutes.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxTimeout { get; set; } = TimeSpan.FromMinutes(5);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (DefaultTimeout > MaxTimeout)
        {
            yield return new($"{nameof(DefaultTimeout)} ({DefaultTimeout}) must not exceed {nameof(MaxTimeout)} ({MaxTimeout}).", [nameof(DefaultTimeout)]);
        }
    }
}
