using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// The entities that the names of types speak of: <c>IRepository&lt;OrderLine&gt;</c> and <c>UpdateOrderLineCommand</c> are about order lines.
/// </summary>
internal static class EntityNames
{
    private static readonly HashSet<string> Roles = new(StringComparer.Ordinal)
    {
        "i", "repository", "service", "store", "manager", "dao", "gateway", "dto", "request", "command", "model", "entity", "record", "document",
        "input", "view", "data", "cached", "create", "update", "delete", "add", "remove", "edit", "save", "new",
    };

    private static readonly string[] Frameworks = { "System", "Microsoft" };

    /// <summary>The entities that a type is, or is a collection, a query or a repository of; each as its words.</summary>
    public static IEnumerable<IReadOnlyList<string>> In(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => In(array.ElementType),
        INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } => arguments.SelectMany(In),
        INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: not TypeKind.Enum } named when !IsOfFramework(named) => Named(named.Name),
        _ => Enumerable.Empty<IReadOnlyList<string>>(),
    };

    /// <summary>The entity that a name speaks of.</summary>
    private static IEnumerable<IReadOnlyList<string>> Named(string name)
    {
        var words = Words.Of(name).Where(w => !Roles.Contains(w)).ToList();
        return words.Count > 0 ? new[] { words } : Enumerable.Empty<IReadOnlyList<string>>();
    }

    private static bool IsOfFramework(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space is not null && Array.IndexOf(Frameworks, space.Name) >= 0;
    }
}
