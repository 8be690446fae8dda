using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Resilience;

/// <summary>How much a stage holds, and how much its source should send ahead.</summary>
public sealed class BackpressureOptions : IValidatableObject
{
    /// <summary>Items that may wait, 1 to 1,000,000; the default is 100. A full stage makes its producer wait.</summary>
    [Within(1, 1_000_000)]
    public int Capacity { get; set; } = 100;

    /// <summary>Items handled at the same time, 1 to 10,000; the default is 1, which keeps their order.</summary>
    [Within(1, 10_000)]
    public int Workers { get; set; } = 1;

    /// <summary>The prefetch of a full stage, 1 to 65,535; the default is 1. There is no 0: to AMQP that means "without limit".</summary>
    [Within(1, ushort.MaxValue)]
    public int MinPrefetch { get; set; } = 1;

    /// <summary>The prefetch of an empty stage, 1 to 65,535 (AMQP's 16 bits); the default is 100.</summary>
    [Within(1, ushort.MaxValue)]
    public int MaxPrefetch { get; set; } = 100;

    /// <summary>Called with an item whose deadline expired while it waited; it is not handled. None by default.</summary>
    public Action<object>? OnExpired { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinPrefetch > MaxPrefetch)
        {
            yield return new($"{nameof(MinPrefetch)} ({MinPrefetch}) must not exceed {nameof(MaxPrefetch)} ({MaxPrefetch}).", [nameof(MinPrefetch)]);
        }
    }
}
