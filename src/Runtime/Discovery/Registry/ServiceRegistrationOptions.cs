using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Registry;

/// <summary>What a process registers itself as.</summary>
public sealed class ServiceRegistrationOptions : IValidatableObject
{
    /// <summary>The name that clients ask for: the host of <c>https://orders</c>. Required.</summary>
    [Required]
    public string? ServiceName { get; set; }

    /// <summary>Which of several endpoints of the service this is (<c>https://_grpc.orders</c>). Default empty: its only one.</summary>
    public string EndpointName { get; set; } = "";

    /// <summary>Where this process is reached by the others: an absolute URI. Required.</summary>
    [Required]
    public Uri? Address { get; set; }

    /// <summary>
    /// How long the process counts as alive after a heartbeat; one is sent every third of it. Default 15 s: a crashed instance is
    /// gone for everybody within that and a poll. 300 ms to one hour.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.300", "01:00:00")]
    public TimeSpan Ttl { get; set; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is { IsAbsoluteUri: false })
        {
            yield return new($"{nameof(Address)} is {Address}: it must be an absolute URI.", [nameof(Address)]);
        }
    }
}
