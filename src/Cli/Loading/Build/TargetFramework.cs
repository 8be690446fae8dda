using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>The workspace has one project for each target framework, named like Orders(net10.0).</summary>
internal static class TargetFramework
{
    public static Project Newest(IEnumerable<Project> variants)
    {
        var byFramework = variants.GroupBy(Of).ToDictionary(g => g.Key, g => g.First());
        return byFramework.Count == 1 ? byFramework.Values.Single() : byFramework[TargetFrameworks.Newest(byFramework.Keys)];
    }

    private static string Of(Project project) =>
        project.Name.EndsWith(')') && project.Name.LastIndexOf('(') is var at and >= 0
            ? project.Name[(at + 1)..^1]
            : "any";
}
