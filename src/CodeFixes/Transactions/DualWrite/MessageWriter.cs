using DistPatterns.CodeFixes.Injecting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>What writes messages into a transaction that belongs to no context.</summary>
/// <param name="Name">Its name where it is used.</param>
/// <param name="Injection">How the class gets it; null where it has it.</param>
internal sealed record MessageWriter(string Name, Injection? Injection)
{
    public const string Type = "DistPatterns.Outbox.OutboxWriter";

    /// <summary>Its type's name where the namespace is imported.</summary>
    public const string Imported = "OutboxWriter";

    private static readonly string[] Names = { "outbox", "outboxWriter" };

    /// <summary>The one writer of the outbox that a statement can name, or that its class can be given; null where there is neither, or a choice.</summary>
    public static MessageWriter? At(SemanticModel model, StatementSyntax statement, CancellationToken cancellation)
    {
        var isStatic = statement.Ancestors().Any(IsStatic);
        var own = model.GetEnclosingSymbol(statement.SpanStart, cancellation)?.ContainingType;
        var writers = model.LookupSymbols(statement.SpanStart).Where(s => IsWriter(TypeOf(s)) && IsOf(own, s)).ToList();
        if (writers.Count > 0)
            return writers.Where(w => IsLasting(w, isStatic)).ToList() is { Count: 1 } inReach ? new(inReach[0].Name, null) : null;
        if (isStatic || !IsKnown(model, statement))
            return null;
        var injection = Injection.Of(model, statement, Service(model, statement), "Where messages wait for the commit.", Names, cancellation);
        return injection is null ? null : new(injection.Name, injection);
    }

    /// <summary>The type as the file can say it: in full where an import would give a name of the file a second meaning.</summary>
    private static string Service(SemanticModel model, StatementSyntax statement)
    {
        if (!model.LookupNamespacesAndTypes(statement.SpanStart, name: Imported).IsEmpty)
            return Imported;
        var space = model.Compilation.GetTypesByMetadataName(Type)[0].ContainingNamespace;
        var others = space.GetTypeMembers().Where(t => t.DeclaredAccessibility is Accessibility.Public && t.Name != Imported);
        var names = new HashSet<string>(others.Select(t => t.Name));
        return model.SyntaxTree.GetRoot().DescendantTokens().Any(t => names.Contains(t.ValueText)) ? "global::" + Type : Imported;
    }

    private static bool IsStatic(SyntaxNode node) => node switch
    {
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
        AnonymousFunctionExpressionSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        _ => null,
    };

    private static bool IsWriter(ITypeSymbol? type) => type is { Name: Imported } && type.ContainingNamespace.ToDisplayString() == "DistPatterns.Outbox";

    /// <summary>Whether a symbol belongs to a type itself, or to what it derives from: those of a type around it have no object here.</summary>
    private static bool IsOf(INamedTypeSymbol? type, ISymbol symbol) =>
        type is not null && Bases.Of(type).Contains(symbol.ContainingType, SymbolEqualityComparer.Default);

    /// <summary>Whether a writer is there and stays the same.</summary>
    private static bool IsLasting(ISymbol writer, bool isStatic) => writer switch
    {
        IParameterSymbol { Type.NullableAnnotation: not NullableAnnotation.Annotated } => !isStatic,
        IFieldSymbol { IsReadOnly: true, Type.NullableAnnotation: not NullableAnnotation.Annotated } field => !isStatic || field.IsStatic,
        _ => false,
    };

    /// <summary>Whether the runtime is referenced, and no other type has the name.</summary>
    private static bool IsKnown(SemanticModel model, StatementSyntax statement) =>
        model.Compilation.GetTypesByMetadataName(Type).Length == 1
        && model.LookupNamespacesAndTypes(statement.SpanStart, name: Imported).All(t => t.ToDisplayString() == Type);
}
