using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>Code that a condition decides about: a setting, the environment or a default takes another value instead.</summary>
internal static class ChosenCode
{
    /// <summary>Whether other code of the member decides that a node runs.</summary>
    public static bool Is(SyntaxNode node) =>
        node.Ancestors().TakeWhile(n => n is not MemberDeclarationSyntax or GlobalStatementSyntax)
            .Any(n => n is IfStatementSyntax or ConditionalExpressionSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax
                || n.IsKind(SyntaxKind.CoalesceExpression) || n.IsKind(SyntaxKind.CoalesceAssignmentExpression));
}
