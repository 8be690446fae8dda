using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using Polly;

namespace DistPatterns.Resilience;

/// <summary>How the number of calls that may run at once follows what the callee can take.</summary>
public class AdaptiveBulkheadStrategyOptions : BulkheadStrategyOptions
{
    /// <summary>Creates the options with their defaults; <see cref="BulkheadStrategyOptions.MaxConcurrency"/> is 200.</summary>
    public AdaptiveBulkheadStrategyOptions()
    {
        Name = "AdaptiveBulkhead";
        MaxConcurrency = 200;
    }

    /// <summary>By what the limit is set; <see cref="LimitAlgorithm.Gradient2"/> by default.</summary>
    [EnumDataType(typeof(LimitAlgorithm))]
    public LimitAlgorithm Algorithm { get; set; } = LimitAlgorithm.Gradient2;

    /// <summary>The least the limit falls to, 1 or more; 1 by default.</summary>
    [Within(1, int.MaxValue)]
    public int MinConcurrency { get; set; } = 1;

    /// <summary>The limit to begin with, 1 or more; 20 by default, as in Netflix's concurrency-limits.</summary>
    [Within(1, int.MaxValue)]
    public int InitialConcurrency { get; set; } = 20;

    /// <summary>How long calls are observed before the limit moves, 1 ms to 1 h; 1 s by default.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan SampleWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many calls must have been observed before the limit moves, 1 or more; 10 by default.</summary>
    [Within(1, int.MaxValue)]
    public int MinSamples { get; set; } = 10;

    /// <summary>
    /// Which outcomes show that the callee has too much to do; <see langword="null"/> by default: timeouts, and over
    /// HTTP the answers 429 and 503 and rejections by a rate limiter too. Other exceptions say nothing about the limit.
    /// Results of value types are boxed for it.
    /// </summary>
    public Func<Outcome<object>, bool>? IsOverload { get; set; }

    private protected override IEnumerable<ValidationResult> Validate()
    {
        foreach (var result in base.Validate())
        {
            yield return result;
        }

        if (InitialConcurrency < MinConcurrency || InitialConcurrency > MaxConcurrency)
        {
            yield return new ValidationResult(
                $"{nameof(InitialConcurrency)} is {InitialConcurrency}; "
                    + $"it must be {nameof(MinConcurrency)} to {nameof(MaxConcurrency)}, {MinConcurrency} to {MaxConcurrency}.",
                [nameof(InitialConcurrency), nameof(MinConcurrency), nameof(MaxConcurrency)]);
        }
    }
}
