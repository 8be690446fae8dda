namespace DistPatterns.Runtime.Tests.Linearizability;

/// <summary>Whether a history is linearizable, and if not, which of it cannot be explained.</summary>
internal sealed record Verdict(bool IsLinearizable, string Explanation)
{
    public static Verdict Linearizable { get; } = new(true, "Linearizable.");
}
