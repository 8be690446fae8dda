using Microsoft.CodeAnalysis;

namespace DistPatterns.CodeFixes;

/// <summary>The classes that a class derives from, itself first.</summary>
internal static class Bases
{
    public static IEnumerable<INamedTypeSymbol> Of(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
            yield return t;
    }
}
