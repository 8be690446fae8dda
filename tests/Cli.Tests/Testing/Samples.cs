namespace DistPatterns.Cli.Tests.Testing;

/// <summary>Where the samples of this clone are.</summary>
internal static class Samples
{
    public static string Shop { get; } = Path.Combine(RepositoryRoot(), "samples", "Shop");

    public static string ShopFixed { get; } = Path.Combine(RepositoryRoot(), "samples", "ShopFixed");

    public static string Patterns { get; } = Path.Combine(RepositoryRoot(), "samples", "Patterns");

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DistPatterns.Analyzers.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not in a clone of the repository");
        return folder;
    }
}
