using DistPatterns.Validation;

namespace DistPatterns.Coordination;

/// <summary>How long a lease lasts, and what follows from it.</summary>
public sealed class LeaseOptions
{
    /// <summary>
    /// For how long the store grants a lease, by its clock. A crashed holder blocks the others for as long. Default 15 s,
    /// as in Kubernetes' leader election; 300 ms to one day.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.300", "1.00:00:00")]
    public TimeSpan Ttl { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often one that waits for a lease asks for it; each wait is 50 to 100 % of this, by chance, so that they do not
    /// all ask at once. Default 2 s; 10 ms to one hour.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What follows from <see cref="Ttl"/>.</summary>
    internal LeaseTerms Terms => new(Ttl);
}
