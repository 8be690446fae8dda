using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>The writes to a variable, by its name.</summary>
internal static class Writes
{
    public static bool To(SyntaxNode scope, string name) => scope.DescendantNodes().Any(n => n switch
    {
        AssignmentExpressionSyntax set => Is(set.Left, name) || set.Left is TupleExpressionSyntax,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step =>
            Is(step.Operand, name),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step =>
            Is(step.Operand, name),
        ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } passed => Is(passed.Expression, name),
        _ => false,
    });

    private static bool Is(ExpressionSyntax target, string name) => target is IdentifierNameSyntax id && id.Identifier.ValueText == name;
}
