using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>The types through which a member is seen, the nearest to its receiver first.</summary>
internal static class TypeDistance
{
    /// <summary>The receiver's type, its bases, then its interfaces with the most derived first; only those that share the member with its declaring type.</summary>
    public static IEnumerable<INamedTypeSymbol> NearestFirst(INamedTypeSymbol receiver, INamedTypeSymbol declaring)
    {
        declaring = declaring.OriginalDefinition;
        foreach (var type in Lineage(receiver).Concat(Lineage(declaring)))
        {
            if (IsOrDerivesFrom(type, declaring) || IsOrDerivesFrom(declaring, type))
                yield return type;
        }
    }

    public static bool IsOrDerivesFrom(INamedTypeSymbol type, INamedTypeSymbol ancestor) => Lineage(type).Any(t => Equal(t, ancestor));

    private static IEnumerable<INamedTypeSymbol> Lineage(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
            yield return t.OriginalDefinition;
        foreach (var i in type.AllInterfaces.OrderByDescending(i => i.AllInterfaces.Length))
            yield return i.OriginalDefinition;
    }

    private static bool Equal(INamedTypeSymbol a, INamedTypeSymbol b) => SymbolEqualityComparer.Default.Equals(a, b.OriginalDefinition);
}
