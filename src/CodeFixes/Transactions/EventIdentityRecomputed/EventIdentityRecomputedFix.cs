using System.Composition;
using DistPatterns.Rules.Transactions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Sets the property once, where the event is made; and lets what reads the event back set it, where the language has <c>init</c>.</summary>
/// <remarks>An interface holds no value, and a struct need not run its initialisers: there it is for you to decide where the value is kept.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class EventIdentityRecomputedFix() : RuleFix("DP2016")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } property || FreshValue.ReturnedBy(property) is not { } value
            || at.Model.GetDeclaredSymbol(property, at.Cancellation) is not { ContainingType.TypeKind: TypeKind.Class } symbol
            || Accessors(at, symbol) is not { } accessors)
            yield break;
        yield return new($"Set '{symbol.Name}' once, when the event is made", () => at.Root.ReplaceNode(property, Stored(property, accessors, value)));
    }

    /// <summary>
    /// The accessors that a stored property may have: it must have those of what it overrides, and give none to its overrides that they have not.
    /// Null where it would need a setter.
    /// </summary>
    private static string? Accessors(Marked at, IPropertySymbol property) => property switch
    {
        { OverriddenProperty.SetMethod: { IsInitOnly: var init } } => init ? "{ get; init; }" : null,
        { IsVirtual: true } or { IsOverride: true } or { ExplicitInterfaceImplementations.IsEmpty: false } => "{ get; }",
        _ => HasInit(at) ? "{ get; init; }" : "{ get; }",
    };

    private static bool HasInit(Marked at) =>
        at.Root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 }
        && !at.Model.Compilation.GetTypesByMetadataName("System.Runtime.CompilerServices.IsExternalInit").IsEmpty;

    private static PropertyDeclarationSyntax Stored(PropertyDeclarationSyntax property, string accessors, ExpressionSyntax value)
    {
        var empty = ((PropertyDeclarationSyntax)ParseMemberDeclaration($"int P {accessors} = 0;")!).AccessorList!;
        return property
            .WithIdentifier(property.Identifier.WithTrailingTrivia(Space))
            .WithExpressionBody(null)
            .WithAccessorList(empty)
            .WithInitializer(EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), value.WithoutTrivia()))
            .WithSemicolonToken(Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(property.GetTrailingTrivia()));
    }
}
