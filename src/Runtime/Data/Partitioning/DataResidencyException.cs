namespace DistPatterns.Partitioning;

/// <summary>Data would leave the jurisdiction where it must stay, or no rule says where it may be.</summary>
public sealed class DataResidencyException : InvalidOperationException
{
    internal DataResidencyException(string jurisdiction, string message)
        : base(message) => Jurisdiction = jurisdiction;

    /// <summary>Where the data must stay.</summary>
    public string Jurisdiction { get; }
}
