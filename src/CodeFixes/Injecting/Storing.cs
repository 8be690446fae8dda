using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Injecting;

/// <summary>What a constructor does before it starts any work: it checks what it is given, and keeps it.</summary>
internal static class Storing
{
    /// <summary>The statements at the head of a constructor that start no work.</summary>
    public static IEnumerable<StatementSyntax> Head(BlockSyntax body) => body.Statements.TakeWhile(s => Is(s) || IsGuard(s));

    public static bool Is(StatementSyntax statement) => statement is ExpressionStatementSyntax { Expression: var expression } && Is(expression);

    /// <summary>Whether an expression keeps a value, and calls nothing for it.</summary>
    public static bool Is(ExpressionSyntax expression) =>
        expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } set
        && !set.DescendantNodes(n => n is not ThrowExpressionSyntax).Any(n => n
            is BaseObjectCreationExpressionSyntax
            or InvocationExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    private static bool IsGuard(StatementSyntax statement) => statement switch
    {
        IfStatementSyntax { Else: null, Statement: var then } =>
            then is ThrowStatementSyntax || then is BlockSyntax { Statements: { Count: 1 } only } && only[0] is ThrowStatementSyntax,
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } =>
            access.Name.Identifier.ValueText.StartsWith("ThrowIf", StringComparison.Ordinal),
        _ => false,
    };
}
