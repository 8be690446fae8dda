using NuGet.Frameworks;

namespace DistPatterns.Cli.Loading;

/// <summary>Which of a project's target frameworks is checked: one, so that no finding appears thrice.</summary>
internal static class TargetFrameworks
{
    /// <summary>The newest .NET, the one without a platform first; other frameworks only where there is none.</summary>
    public static string Newest(IEnumerable<string> frameworks) =>
        frameworks.Select(f => (Name: f, Framework: NuGetFramework.Parse(f)))
            .OrderByDescending(f => f.Framework.Framework == FrameworkConstants.FrameworkIdentifiers.NetCoreApp)
            .ThenByDescending(f => f.Framework.Framework == FrameworkConstants.FrameworkIdentifiers.NetStandard)
            .ThenByDescending(f => f.Framework.Version)
            .ThenBy(f => f.Framework.HasPlatform)
            .ThenBy(f => f.Name, StringComparer.Ordinal)
            .First().Name;
}
