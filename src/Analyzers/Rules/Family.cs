namespace DistPatterns.Rules;

/// <summary>The families of rules: each is a folder, a category and a block of ids.</summary>
internal static class Family
{
    /// <summary>DP0: the tool itself.</summary>
    public const string DistPatterns = "DistPatterns";

    /// <summary>DP1.</summary>
    public const string Resilience = "Resilience";

    /// <summary>DP2.</summary>
    public const string Transactions = "Transactions";

    /// <summary>DP3.</summary>
    public const string Messaging = "Messaging";

    /// <summary>DP4.</summary>
    public const string Consistency = "Consistency";

    /// <summary>DP5.</summary>
    public const string Partitioning = "Partitioning";

    /// <summary>DP6.</summary>
    public const string Coordination = "Coordination";

    /// <summary>DP7.</summary>
    public const string Caching = "Caching";

    /// <summary>DP8.</summary>
    public const string Discovery = "Discovery";
}
