using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules;

/// <summary>Names by which code says that tests alone run it: of its assembly, or of a namespace in a library that supports tests besides.</summary>
internal static class TestNames
{
    private static readonly char[] Separators = { '.', '_', '-' };

    private static readonly HashSet<string> Support = new(StringComparer.Ordinal)
    {
        "app", "asset", "base", "data", "double", "fixture", "framework", "harness", "helper", "host", "kit", "server", "support", "util", "utility",
    };

    public static bool AreOfAssembly(string name) =>
        name.Split(Separators).Any(part => part is "Specs" or "Benchmarks" || Words.Of(part).Any(w => w is "test" or "testing"));

    /// <summary>Whether a namespace around a place is for tests: <c>Acme.Testing</c>, <c>Acme.TestAssets</c>, and not <c>Acme.ABTesting</c>.</summary>
    public static bool AreAround(Location place) => place.SourceTree is { } tree
        && tree.GetRoot().FindNode(place.SourceSpan).Ancestors()
            .OfType<BaseNamespaceDeclarationSyntax>()
            .Any(n => n.Name.ToString().Split(Separators).Any(IsOfTests));

    private static bool IsOfTests(string part)
    {
        if (part is "Test" or "Testing" || part.EndsWith("Tests", StringComparison.Ordinal))
            return true;
        var words = Words.Of(part).ToList();
        var test = words.IndexOf("test");
        return test >= 0 && test + 1 < words.Count && Support.Contains(words[test + 1]);
    }
}
