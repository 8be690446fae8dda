using DistPatterns.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.Tests.Testing;

/// <summary>The fixes of the code fix assembly; one is here because it exists.</summary>
internal static class CodeFixes
{
    public static readonly IReadOnlyList<CodeFixProvider> All =
        [.. typeof(RuleFix).Assembly.GetTypes().Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t)).Select(t => (CodeFixProvider)Activator.CreateInstance(t)!)];

    public static IEnumerable<CodeFixProvider> For(string id) => All.Where(f => f.FixableDiagnosticIds.Contains(id));
}
