using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>What the sources say of the types that are stored: their names, and whether anything but a key is given its value as they are saved.</summary>
internal sealed class StoredTypes
{
    private static readonly ConditionalWeakTable<SyntaxTree, StoredTypes> Known = new();

    private static readonly HashSet<string> Mentions = new()
    {
        "DbSet", "Entity", "Set", "IEntityTypeConfiguration", "EntityTypeBuilder", "OwnsOne", "OwnsMany",
    };

    // a value of the database, of a generator or of an interceptor, and overrides of the save itself
    private static readonly HashSet<string> Generators = new()
    {
        "HasDefaultValue", "HasDefaultValueSql", "HasComputedColumnSql", "HasValueGenerator", "UseHiLo", "UseSequence", "HasTrigger",
        "ValueGeneratedOnAdd", "ValueGeneratedOnUpdate", "ValueGeneratedOnAddOrUpdate", "ValueGeneratedOnUpdateSometimes", "IsRowVersion",
        "AddInterceptors", "SavingChanges", "SaveChangesInterceptor", "ISaveChangesInterceptor", "StateChanged",
    };

    private readonly HashSet<string> _names = new();
    private bool _generates;

    /// <summary>Whether some value may be made by the save, and which is not to be told.</summary>
    public static bool Generate(SemanticModel model) => model.Compilation.SyntaxTrees.Any(t => In(t)._generates);

    public static bool Contain(SemanticModel model, ITypeSymbol type) =>
        type is INamedTypeSymbol named
        && Bases.Of(named).Any(b => b.SpecialType == SpecialType.None && model.Compilation.SyntaxTrees.Any(t => In(t)._names.Contains(b.Name)));

    private static StoredTypes In(SyntaxTree tree) => Known.GetValue(tree, Read);

    private static StoredTypes Read(SyntaxTree tree)
    {
        var stored = new StoredTypes();
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (node is GenericNameSyntax generic && Mentions.Contains(generic.Identifier.ValueText))
                stored._names.UnionWith(generic.TypeArgumentList.Arguments.Select(a => a.ToString().TrimEnd('?').Split('.').Last()));
            else if (node is SimpleNameSyntax name && Generators.Contains(name.Identifier.ValueText))
                stored._generates = true;
            else if (node is MethodDeclarationSyntax { Identifier.ValueText: "SaveChanges" or "SaveChangesAsync" } save
                && save.Modifiers.Any(SyntaxKind.OverrideKeyword))
                stored._generates = true;
        }

        return stored;
    }
}
