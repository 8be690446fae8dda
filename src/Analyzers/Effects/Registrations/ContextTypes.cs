using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>Compares the classes of contexts and sessions, by name: the two may have been met in different compilations.</summary>
internal static class ContextTypes
{
    public static bool IsOrDerivesFrom(INamedTypeSymbol type, INamedTypeSymbol ancestor) => Lineage(type).Contains(FullName.Of(ancestor));

    /// <summary>Whether an object of one class may be one of the other.</summary>
    public static bool AreRelated(INamedTypeSymbol a, INamedTypeSymbol b) => IsOrDerivesFrom(a, b) || IsOrDerivesFrom(b, a);

    /// <summary>Whether two classes have nothing in common but that they are objects: then one of them is no context at all.</summary>
    public static bool AreOfDifferentKinds(INamedTypeSymbol a, INamedTypeSymbol b) => !Lineage(a).Intersect(Lineage(b)).Any();

    private static List<string> Lineage(INamedTypeSymbol type)
    {
        var names = new List<string>();
        for (INamedTypeSymbol? t = type; t is { SpecialType: not SpecialType.System_Object }; t = t.BaseType)
            names.Add(FullName.Of(t));
        return names;
    }
}
