using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using Polly;

namespace DistPatterns.Resilience;

/// <summary>One bulkhead for each key: a tenant, a host, a partition.</summary>
/// <typeparam name="TKey">The key.</typeparam>
public class KeyedBulkheadStrategyOptions<TKey> : ResilienceStrategyOptions, IValidatableObject
    where TKey : notnull
{
    /// <summary>Creates the options with their defaults.</summary>
    public KeyedBulkheadStrategyOptions() => Name = "KeyedBulkhead";

    /// <summary>The key of a call.</summary>
    [Required]
    public Func<ResilienceContext, TKey>? KeySelector { get; set; }

    /// <summary>The bulkhead of every key, an adaptive one where these are <see cref="AdaptiveBulkheadStrategyOptions"/>.</summary>
    [Required]
    public BulkheadStrategyOptions Bulkhead { get; set; } = new();

    /// <summary>
    /// After how long without a call a key is forgotten, 1 ms to 24 h; 5 min by default. A key with calls that run or
    /// wait is never forgotten: its next call would start from an empty bulkhead.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(Bulkhead, new ValidationContext(Bulkhead), results, validateAllProperties: true);
        return results;
    }
}
