using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>A type's name as model files and metadata write it: <c>Namespace.Outer+Inner`1</c>.</summary>
internal static class FullName
{
    public static string Of(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        if (type.ContainingType is { } outer)
            return Of(outer) + "+" + type.MetadataName;
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.MetadataName : type.MetadataName;
    }

    /// <summary>The type's own name in a full one, without its namespace and the number of its type parameters.</summary>
    public static string Simple(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1).Split('`')[0];
}
