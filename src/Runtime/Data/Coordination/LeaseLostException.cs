namespace DistPatterns.Coordination;

/// <summary>Work was about to go on under a lease that is not held any more.</summary>
public sealed class LeaseLostException(string name, long token)
    : InvalidOperationException($"The lease '{name}' is not held any more under token {token}.")
{
    /// <summary>The name of the lease.</summary>
    public string LeaseName { get; } = name;

    /// <summary>The token it was held under.</summary>
    public long Token { get; } = token;
}
