using DistPatterns.Validation;

namespace DistPatterns.Registry;

/// <summary>How a client follows the registry.</summary>
public sealed class PostgresServiceEndpointProviderOptions
{
    /// <summary>How often the instances of a service that is in use are looked up. Default 1 s; 10 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);
}
