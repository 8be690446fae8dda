namespace DistPatterns.Cli;

/// <summary>Where to read more.</summary>
internal static class Links
{
    public const string Home = "https://github.com/distpatterns/DistPatterns";
}
