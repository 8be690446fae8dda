namespace DistPatterns.Resilience;

/// <summary>What an admitted call says about its callee.</summary>
internal enum CallResult
{
    Succeeded,
    Failed,

    /// <summary>Nothing: its caller gave up.</summary>
    Withdrawn,
}
