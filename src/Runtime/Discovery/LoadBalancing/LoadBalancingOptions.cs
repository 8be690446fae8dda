using System.ComponentModel.DataAnnotations;
using DistPatterns.Arithmetic;
using DistPatterns.Validation;

namespace DistPatterns.Discovery;

/// <summary>How calls are spread over the endpoints of a service, and when one of them is left out.</summary>
public sealed class LoadBalancingOptions : IValidatableObject
{
    /// <summary>
    /// How fast a latency is forgotten: after this time without a call, 1/e of it is left. 100 ms to 10 min; the default
    /// of 10 s is Finagle's.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LatencyDecay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The latency that a failure counts as, where it took less: an endpoint that fails at once must not look like the
    /// fastest. 1 ms to 1 min; the default is 1 s.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FailurePenalty { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Failures in a row that eject an endpoint, 1 to 1000; the default of 5 is Envoy's <c>consecutive_5xx</c>.</summary>
    [Within(1, 1000)]
    public int FailuresToEject { get; set; } = 5;

    /// <summary>
    /// How long the first ejection lasts, 1 s to 1 h; each further one lasts that much longer, until the endpoint has
    /// stayed in for as long as it was out. The default of 30 s is Envoy's <c>base_ejection_time</c>.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan EjectionTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest ejection, 1 s to 24 h; the default of 5 min is Envoy's <c>max_ejection_time</c>.</summary>
    [Within(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxEjectionTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The share of endpoints that can be out at once, 0 to 0.9, rounded down, yet one of two or more can always be. When more than
    /// half fail the cause is rarely theirs, and the rest would not carry the load: the default of 0.5 is Envoy's panic
    /// threshold. 0 turns ejection off.
    /// </summary>
    [Within(0, 0.9)]
    public double MaxEjectedShare { get; set; } = 0.5;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (EjectionTime > MaxEjectionTime)
        {
            yield return new($"{nameof(EjectionTime)} ({EjectionTime}) must not exceed {nameof(MaxEjectionTime)} ({MaxEjectionTime}).", [nameof(EjectionTime)]);
        }
    }

    internal int MaxEjected(int endpoints) =>
        MaxEjectedShare == 0 || endpoints < 2 ? 0 : Math.Max(1, (int)WholeNumber.Floor(endpoints * MaxEjectedShare));
}
