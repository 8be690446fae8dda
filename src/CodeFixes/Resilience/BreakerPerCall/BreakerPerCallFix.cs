using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Keeps the strategy in a static field, where what builds it takes nothing from the call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BreakerPerCallFix() : RuleFix("DP1013")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } member || Built(at) is not { } built || !Captures.Nothing(at, built))
            yield break;
        if (at.Model.GetTypeInfo(built, at.Cancellation).Type is not INamedTypeSymbol kept || IsBuilder(kept))
            yield break; // what a kept builder builds is new each time
        var name = Name(member, built, kept);
        if (at.Model.GetDeclaredSymbol(type, at.Cancellation) is not { } symbol || !symbol.GetMembers(name).IsEmpty || symbol.GetMembers(MemberName(member)).Length > 1)
            yield break;
        yield return new($"Build it once, in '{name}'", () => Hoisted(at, member, built, Field(at, built, kept, name), name));
    }

    /// <summary>The whole expression that makes what is executed: the value of a local, or the receiver of the call.</summary>
    private static ExpressionSyntax? Built(Marked at)
    {
        ExpressionSyntax? built = at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        while (built is { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access } && access.Expression == built)
        {
            if (at.Model.GetTypeInfo(outer, at.Cancellation).Type is not INamedTypeSymbol made || !IsKept(made, at.Model.GetTypeInfo(built, at.Cancellation).Type))
                break;
            built = outer;
        }

        return built?.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax } } } => built,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } => built,
            _ => null,
        };
    }

    /// <summary>Whether a call in the chain makes another part of the same library, and not the result of running something in it.</summary>
    private static bool IsKept(INamedTypeSymbol made, ITypeSymbol? from) =>
        from is not null && SymbolEqualityComparer.Default.Equals(made.ContainingAssembly, from.ContainingAssembly) || IsBuilder(made) || made.Name.EndsWith("Pipeline", StringComparison.Ordinal);

    private static bool IsBuilder(INamedTypeSymbol type) => type.Name.EndsWith("Builder", StringComparison.Ordinal);

    private static SyntaxNode Hoisted(Marked at, MemberDeclarationSyntax member, ExpressionSyntax built, FieldDeclarationSyntax field, string name)
    {
        var local = built.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } ? declarator : null;
        var changed = local is null ? member.ReplaceNode(built, IdentifierName(name).WithTriviaFrom(built)) : WithoutLocal(at, member, local, name);
        var lead = changed.GetLeadingTrivia();
        var gap = lead.TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
        return at.Root.ReplaceNode(member, new MemberDeclarationSyntax[]
        {
            field.WithLeadingTrivia(gap.Concat(lead.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)))),
            changed.WithLeadingTrivia(lead.Skip(gap.Count).Prepend(at.NewLine)),
        });
    }

    private static MemberDeclarationSyntax WithoutLocal(Marked at, MemberDeclarationSyntax member, VariableDeclaratorSyntax local, string name)
    {
        var symbol = at.Model.GetDeclaredSymbol(local, at.Cancellation);
        var statement = local.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()!;
        var reads = member.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == local.Identifier.ValueText && SymbolEqualityComparer.Default.Equals(at.Model.GetSymbolInfo(n, at.Cancellation).Symbol, symbol)).ToList();
        var tracked = member.TrackNodes(reads.Cast<SyntaxNode>().Append(statement));
        tracked = tracked.ReplaceNodes(reads.Select(r => tracked.GetCurrentNode(r)!), (old, _) => IdentifierName(name).WithTriviaFrom(old));
        return tracked.RemoveNode(tracked.GetCurrentNode(statement)!, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static FieldDeclarationSyntax Field(Marked at, ExpressionSyntax built, INamedTypeSymbol kept, string name) =>
        FieldDeclaration(VariableDeclaration(ParseTypeName(kept.ToMinimalDisplayString(at.Model, built.SpanStart)), SingletonSeparatedList(
                VariableDeclarator(Identifier(name), null, EqualsValueClause(built.WithoutTrivia())))))
            .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword), Token(SyntaxKind.StaticKeyword), Token(SyntaxKind.ReadOnlyKeyword)))
            .WithTrailingTrivia(at.NewLine)
            .WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The end of a line as the file has it.</summary>
    /// <summary>The member's name before the local's, so that two members may have each their own.</summary>
    private static string Name(MemberDeclarationSyntax member, ExpressionSyntax built, INamedTypeSymbol kept)
    {
        var local = built.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } ? declarator.Identifier.ValueText : kept.Name.EndsWith("Pipeline", StringComparison.Ordinal) ? "pipeline" : "policy";
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
