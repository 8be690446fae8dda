using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// The steps that a schema is changed by, and the model that they are made from: they run while a program is deployed, and often are most of its text.
/// </summary>
/// <remarks>To bind them is dear, and nothing that a rule asks for is in them.</remarks>
internal static class Migrations
{
    private static readonly HashSet<string> Bases = new(StringComparer.Ordinal) { "Migration", "MigrationBase", "DbMigration", "ModelSnapshot" };

    private static readonly string[] Libraries = { "Microsoft.EntityFrameworkCore.", "System.Data.Entity.", "FluentMigrator" };

    /// <summary>Whether a type is such a step or such a model. By name alone, where the package of its base is missing.</summary>
    public static bool Are(INamedTypeSymbol type)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType)
        {
            if (Bases.Contains(b.Name) && (b.TypeKind == TypeKind.Error || IsOfLibrary(FullName.Of(b))))
                return true;
        }

        return false;
    }

    private static bool IsOfLibrary(string name) => Array.Exists(Libraries, l => name.StartsWith(l, StringComparison.Ordinal));
}
