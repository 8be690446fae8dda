using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>
/// Tells which properties a save leaves as they are. It gives stored objects keys that the database makes, sets foreign keys by
/// what they refer to, and whatever else the sources configure; a type that is not known to be anything else counts as stored.
/// </summary>
internal sealed class StoredProperties(SemanticModel model, ContextCommit commit, CancellationToken cancellation)
{
    private readonly BlockSyntax _block = (BlockSyntax)commit.Statement.Parent!;

    /// <summary>Whether a property of the receiver has the same value before the save as after it.</summary>
    public bool Keep(IPropertySymbol property, ExpressionSyntax receiver)
    {
        if (!commit.Saves
            || property.ContainingType.ContainingNamespace?.ToDisplayString() == "System"
            || !MayBeStored(model.GetTypeInfo(receiver, cancellation).Type) && !IsPartOfStored(receiver))
            return true;
        if (!ImmutableTypes.Is(property.Type) || !IsInSight(commit.Context) || StoredTypes.Generate(model))
            return false;
        var attributes = property.GetAttributes().Select(a => a.AttributeClass?.Name).ToList();
        if (attributes.Contains("DatabaseGeneratedAttribute") || attributes.Contains("TimestampAttribute"))
            return false;
        return IsKey(property, attributes) ? KeepsKey(property, receiver) : !property.Name.EndsWith("Id", StringComparison.Ordinal);
    }

    /// <summary>Whether an object of the type holds no stored object that would be read later than it is now.</summary>
    public bool ReachNothingStored(ITypeSymbol? type) => Reaches(type, new(SymbolEqualityComparer.Default)) is false;

    private bool Reaches(ITypeSymbol? type, HashSet<ISymbol> seen) => commit.Saves && type switch
    {
        null or ITypeParameterSymbol or IDynamicTypeSymbol => true,
        IArrayTypeSymbol { ElementType: var element } => Reaches(element, seen),
        _ when ImmutableTypes.Is(type) || !seen.Add(type) => false,
        INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments }
            when type.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal) => arguments.Any(a => Reaches(a, seen)),
        { TypeKind: TypeKind.Class or TypeKind.Struct } =>
            type.SpecialType == SpecialType.System_Object
            || MayBeStored(type)
            || type.GetMembers().OfType<IPropertySymbol>().Any(p => !p.IsStatic && p.Name != "EqualityContract" && Reaches(p.Type, seen)),
        _ => true,
    };

    /// <summary>Whether a type is one of the model's, or looks like one: a class with a key that can be set.</summary>
    private bool MayBeStored(ITypeSymbol? type) =>
        type is not null
        && !ImmutableTypes.Is(type)
        && (StoredTypes.Contain(model, type) || !IsInSight(commit.Context) || HasSettableKey(type));

    private static bool HasSettableKey(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false } named
        && Bases.Of(named)
            .SelectMany(b => b.GetMembers().OfType<IPropertySymbol>())
            .Any(p => IsKey(p, p.GetAttributes().Select(a => a.AttributeClass?.Name)) && p.SetMethod is not null);

    private bool IsPartOfStored(ExpressionSyntax receiver) =>
        receiver is MemberAccessExpressionSyntax { Expression: var outer }
        && (MayBeStored(model.GetTypeInfo(outer, cancellation).Type) || IsPartOfStored(outer));

    private bool IsInSight(ExpressionSyntax context) =>
        model.GetTypeInfo(context, cancellation).Type is { } type
        && type.DeclaringSyntaxReferences.Any(r => model.Compilation.ContainsSyntaxTree(r.SyntaxTree));

    private static bool IsKey(IPropertySymbol property, IEnumerable<string?> attributes) =>
        property.Name == "Id" || property.Name == property.ContainingType.Name + "Id" || attributes.Contains("KeyAttribute");

    /// <summary>Whether a key is there before the save: a Guid is made as the object is added, a number is not.</summary>
    private bool KeepsKey(IPropertySymbol key, ExpressionSyntax receiver) => key.Type switch
    {
        { SpecialType: SpecialType.System_String } => true,
        { Name: "Guid" } => HasInitializer(key) || IsAdded(receiver) || IsFound(receiver),
        _ => IsFound(receiver),
    };

    private bool HasInitializer(IPropertySymbol key) =>
        key.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation) is PropertyDeclarationSyntax { Initializer: not null });

    /// <summary>Whether the object was added to the context, or one of its sets, in a statement before.</summary>
    private bool IsAdded(ExpressionSyntax receiver) =>
        receiver is IdentifierNameSyntax { Identifier.ValueText: var name }
        && _block.Statements.TakeWhile(s => s != commit.Statement).Any(s => Adds(s, name));

    private bool Adds(StatementSyntax statement, string name) =>
        StatementCall.In(statement)?.Call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "AddAsync" } access } call
        && call.ArgumentList.Arguments is { Count: > 0 } arguments
        && arguments[0].Expression is IdentifierNameSyntax added
        && added.Identifier.ValueText == name
        && (IsContext(access.Expression)
            || access.Expression is MemberAccessExpressionSyntax { Expression: var owner } set
                && IsContext(owner)
                && model.GetTypeInfo(set, cancellation).Type?.Name == "DbSet");

    private bool IsContext(ExpressionSyntax expression) => expression.ToString() == commit.Context.ToString();

    /// <summary>Whether the object was read from the database, and so has its key.</summary>
    private bool IsFound(ExpressionSyntax receiver) =>
        model.GetSymbolInfo(receiver, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } places } local
        && places[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax declaration }
        && declaration.Parent is BlockSyntax block
        && !Writes.To(block, local.Name)
        && StatementCall.In(declaration)?.Call is { } call && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol
        {
            Name: "Find" or "FindAsync"
                or "First" or "FirstAsync"
                or "Single" or "SingleAsync"
                or "FirstOrDefault" or "FirstOrDefaultAsync"
                or "SingleOrDefault" or "SingleOrDefaultAsync",
            ContainingType.Name: "DbSet" or "DbContext" or "EntityFrameworkQueryableExtensions" or "Queryable",
        };
}
