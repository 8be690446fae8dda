using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>The types that a member can be seen through.</summary>
internal static class TypeLineage
{
    /// <summary>The receiver's type, its bases, then its interfaces, those that derive from others before them; then the same of the declaring type.</summary>
    public static IEnumerable<INamedTypeSymbol> NearestFirst(INamedTypeSymbol receiver, INamedTypeSymbol declaring)
    {
        foreach (var type in Of(receiver))
            yield return type;
        if (SymbolEqualityComparer.Default.Equals(receiver.OriginalDefinition, declaring))
            yield break;
        foreach (var type in Of(declaring))
            yield return type;
    }

    /// <summary>Whether one of two types is the other or derives from it.</summary>
    public static bool AreRelated(INamedTypeSymbol a, INamedTypeSymbol b) => DerivesFrom(a, b) || DerivesFrom(b, a);

    /// <summary>The type itself, its bases, then its interfaces, those that derive from others before them.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
            yield return t.OriginalDefinition;
        var interfaces = type.AllInterfaces;
        if (interfaces.Length < 2)
        {
            foreach (var i in interfaces)
                yield return i.OriginalDefinition;
            yield break;
        }

        foreach (var i in interfaces.OrderByDescending(i => i.AllInterfaces.Length))
            yield return i.OriginalDefinition;
    }

    private static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        foreach (var t in Of(type))
        {
            if (SymbolEqualityComparer.Default.Equals(t, ancestor.OriginalDefinition))
                return true;
        }

        return false;
    }
}
