namespace DistPatterns.RateLimiting;

/// <summary>What a limiter answers while its database is away.</summary>
public enum DatabaseAway
{
    /// <summary>Permits everything: fails open.</summary>
    Allow,

    /// <summary>Refuses everything: fails closed.</summary>
    Refuse,
}
