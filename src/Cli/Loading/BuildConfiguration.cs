namespace DistPatterns.Cli.Loading;

/// <summary>The configuration that projects are read in: the build's own default, so that <c>#if DEBUG</c> is read, whatever the machine's
/// environment says.</summary>
internal static class BuildConfiguration
{
    public const string Name = "Debug";
}
