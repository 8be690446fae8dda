namespace DistPatterns.Cli.Tests.Testing;

/// <summary>Where the samples and pages of this clone are.</summary>
internal static class Samples
{
    public static string Shop { get; } = Path.Combine(RepositoryRoot(), "samples", "Shop");

    public static string ShopFixed { get; } = Path.Combine(RepositoryRoot(), "samples", "ShopFixed");

    public static string Patterns { get; } = Path.Combine(RepositoryRoot(), "samples", "Patterns");

    /// <summary>The page of the command line tool.</summary>
    public static string Manual { get; } = Path.Combine(RepositoryRoot(), "docs", "cli.md");

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DistPatterns.Analyzers.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not in a clone of the repository");
        return folder;
    }
}
