namespace DistPatterns.Coordination;

/// <summary>A write was refused: a later holder of the lease has written before it, or the row it meant is not there.</summary>
public sealed class StaleTokenException(long token, string what)
    : InvalidOperationException($"{what} was refused under token {token}: a larger token has written since, or there is no such row.")
{
    /// <summary>The token of the refused write.</summary>
    public long Token { get; } = token;
}
