using System.Composition;
using DistPatterns.CodeFixes.Hoisting;
using DistPatterns.Rules.Resilience;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Bounds the queue by a named capacity, where each writer waits for room: one that only tries would drop what does not fit.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnboundedQueueFix() : RuleFix("DP1015")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (!at.Diagnostic.Properties.TryGetValue(UnboundedQueue.WritersWait, out var waits) || waits is null)
            yield break;
        if (at.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } member || Holder(at) is not { } holder)
            yield break;
        var capacity = char.ToUpperInvariant(holder.TrimStart('_')[0]) + holder.TrimStart('_').Substring(1) + "Capacity";
        if (at.Model.GetDeclaredSymbol(type, at.Cancellation)?.GetMembers(capacity).IsEmpty == true && BoundedQueue.Of(at, capacity) is { } bounded)
            yield return new($"Bound it by '{capacity}'", () => Bounded(at, member, bounded, capacity));
    }

    private static SyntaxNode Bounded(Marked at, MemberDeclarationSyntax member, ExpressionSyntax bounded, string capacity)
    {
        var constant = ParseMemberDeclaration($"private const int {capacity} = 1_000;")!.WithTrailingTrivia(at.NewLine);
        return AddedMember.Before(at, member, member.ReplaceNode(at.Node, bounded.WithTriviaFrom(at.Node)), constant, isApart: false);
    }

    /// <summary>The name of the field or property that the queue goes to.</summary>
    private static string? Holder(Marked at) => at.Node.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax field } => field.Identifier.ValueText,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } => name.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name: var name } } => name.Identifier.ValueText,
        _ => null,
    };
}
