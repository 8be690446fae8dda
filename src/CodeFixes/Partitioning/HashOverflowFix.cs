using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Partitioning;

/// <summary>Clears the hash's sign bit, which leaves an int that is never negative.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HashOverflowFix() : RuleFix("DP5002")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        Func<SyntaxNode>? change = at.Node switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } abs => () => Replace(at, abs, arguments[0].Expression, Closed(abs)),
            BinaryExpressionSyntax { Left: var hash } => () => Replace(at, hash, hash, closed: false),
            _ => null,
        };
        if (change is not null)
            yield return new("Clear the sign with '& int.MaxValue'", change);
    }

    private static SyntaxNode Replace(Marked at, ExpressionSyntax old, ExpressionSyntax hash, bool closed)
    {
        while (hash is ParenthesizedExpressionSyntax { Expression: var inner })
            hash = inner;
        var operand = hash is BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax
            ? ParenthesizedExpression(hash.WithoutTrivia())
            : hash.WithoutTrivia();
        ExpressionSyntax masked = BinaryExpression(
            SyntaxKind.BitwiseAndExpression,
            operand.WithTrailingTrivia(Space),
            Token(SyntaxKind.AmpersandToken).WithTrailingTrivia(Space),
            ParseExpression("int.MaxValue"));
        return at.Root.ReplaceNode(old, (closed ? masked : ParenthesizedExpression(masked)).WithTriviaFrom(old));
    }

    /// <summary>Whether what stands around the expression binds no tighter than the mask.</summary>
    private static bool Closed(ExpressionSyntax expression) =>
        expression.Parent
            is ArgumentSyntax
            or EqualsValueClauseSyntax
            or ReturnStatementSyntax
            or ArrowExpressionClauseSyntax
            or AssignmentExpressionSyntax
            or ParenthesizedExpressionSyntax;
}
