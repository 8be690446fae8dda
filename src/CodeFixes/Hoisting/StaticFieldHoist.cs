using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Hoisting;

/// <summary>Moves an expression out of a member into a static field of its type, which is made once.</summary>
internal sealed class StaticFieldHoist
{
    private readonly Marked _at;
    private readonly MemberDeclarationSyntax _member;
    private readonly ExpressionSyntax _built;
    private readonly INamedTypeSymbol _kept;

    private StaticFieldHoist(Marked at, MemberDeclarationSyntax member, ExpressionSyntax built, INamedTypeSymbol kept, string role) =>
        (_at, _member, _built, _kept, Name) = (at, member, built, kept, NameOf(member, LocalOf(built)?.Identifier.ValueText ?? role));

    /// <summary>The name of the field.</summary>
    public string Name { get; }

    /// <param name="at">What the fix looks at.</param>
    /// <param name="built">The expression: the value of a local, or of anything that is read once.</param>
    /// <param name="role">What to call the field after, where no local says it.</param>
    /// <returns>The move; null where the expression takes something from the call, or the field's name is taken.</returns>
    public static StaticFieldHoist? Of(Marked at, ExpressionSyntax built, string role)
    {
        if (built.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } member
            || !Captures.Nothing(at, built)
            || at.Model.GetTypeInfo(built, at.Cancellation).Type is not INamedTypeSymbol kept
            || at.Model.GetDeclaredSymbol(type, at.Cancellation) is not { } symbol)
            return null;
        var hoist = new StaticFieldHoist(at, member, built, kept, role);
        return symbol.GetMembers(hoist.Name).IsEmpty && symbol.GetMembers(MemberName(member)).Length <= 1 ? hoist : null;
    }

    /// <summary>The new root.</summary>
    /// <param name="value">What the field is made of; the expression itself, if left out.</param>
    public SyntaxNode Root(ExpressionSyntax? value = null)
    {
        var changed = LocalOf(_built) is { } local ? WithoutLocal(local) : _member.ReplaceNode(_built, IdentifierName(Name).WithTriviaFrom(_built));
        return AddedMember.Before(_at, _member, changed, Field(value ?? _built), isApart: true);
    }

    private static VariableDeclaratorSyntax? LocalOf(ExpressionSyntax built) =>
        built.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } ? local : null;

    private MemberDeclarationSyntax WithoutLocal(VariableDeclaratorSyntax local)
    {
        var symbol = _at.Model.GetDeclaredSymbol(local, _at.Cancellation);
        var statement = local.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()!;
        var reads = _member.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == local.Identifier.ValueText)
            .Where(n => SymbolEqualityComparer.Default.Equals(_at.Model.GetSymbolInfo(n, _at.Cancellation).Symbol, symbol))
            .ToList();
        var tracked = _member.TrackNodes(reads.Cast<SyntaxNode>().Append(statement));
        tracked = tracked.ReplaceNodes(reads.Select(r => tracked.GetCurrentNode(r)!), (old, _) => IdentifierName(Name).WithTriviaFrom(old));
        return tracked.RemoveNode(tracked.GetCurrentNode(statement)!, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private FieldDeclarationSyntax Field(ExpressionSyntax value) =>
        FieldDeclaration(VariableDeclaration(ParseTypeName(_kept.ToMinimalDisplayString(_at.Model, _built.SpanStart)), SingletonSeparatedList(
                VariableDeclarator(Identifier(Name), null, EqualsValueClause(value.WithoutTrivia())))))
            .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword), Token(SyntaxKind.StaticKeyword), Token(SyntaxKind.ReadOnlyKeyword)))
            .WithTrailingTrivia(_at.NewLine)
            .WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The member's name before the local's, so that two members may have each their own.</summary>
    private static string NameOf(MemberDeclarationSyntax member, string local)
    {
        var owner = MemberName(member);
        if (owner.EndsWith("Async", StringComparison.Ordinal))
            owner = owner.Substring(0, owner.Length - "Async".Length);
        return owner + char.ToUpperInvariant(local[0]) + local.Substring(1);
    }

    private static string MemberName(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => "",
    };
}
