namespace DistPatterns.Crash;

/// <summary>What a child tells its parent.</summary>
internal static class Words
{
    public const string AtPoint = "AT POINT";
    public const string Drained = "DRAINED";
    public const string Holds = "HOLDS";
    public const string Runs = "RUNS";
}
