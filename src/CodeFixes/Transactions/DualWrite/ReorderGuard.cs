using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>What may stand around and between a publish and a commit that change places.</summary>
internal static class ReorderGuard
{
    /// <summary>Whether nothing around the block looks at its failures or runs it again, and no directive parts it.</summary>
    public static bool Allow(BlockSyntax block)
    {
        if (block.ContainsDirectives)
            return false;
        for (SyntaxNode? node = block; node is not null and not MemberDeclarationSyntax and not LocalFunctionStatementSyntax; node = node.Parent)
        {
            if (node.Parent is TryStatementSyntax { Catches.Count: > 0 } attempt && attempt.Block == node)
                return false;
            if (node is AnonymousFunctionExpressionSyntax)
                return !(node.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
                    && access.Name.Identifier.ValueText.Contains("Execute"));
        }

        return true;
    }

    /// <summary>
    /// Whether a statement between a commit and the publish behind it neither decides on the publish nor changes what it says: a plain declaration, a
    /// line of a log, another publish.
    /// </summary>
    public static bool StandAside(SemanticModel model, StatementSyntax statement, CancellationToken cancellation) => statement switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } => !statement.DescendantNodes().Any(n => MayHaveEffect(model, n, cancellation)),
        EmptyStatementSyntax or LocalFunctionStatementSyntax => true,
        ExpressionStatementSyntax => Publication.Is(model, statement, cancellation) || IsLog(model, statement, cancellation),
        _ => false,
    };

    /// <summary>Whether the way from a publish to the commit behind it may end at the statement.</summary>
    public static bool Leave(StatementSyntax statement) => statement
        .DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(n => n
            is ReturnStatementSyntax
            or ThrowStatementSyntax
            or ThrowExpressionSyntax
            or BreakStatementSyntax
            or ContinueStatementSyntax
            or GotoStatementSyntax
            or LabeledStatementSyntax
            or YieldStatementSyntax);

    private static bool MayHaveEffect(SemanticModel model, SyntaxNode node, CancellationToken cancellation) =>
        node is AwaitExpressionSyntax or AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } or ThrowExpressionSyntax
        || node is InvocationExpressionSyntax call
            && model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { ContainingType.ContainingNamespace.Name: "System" };

    private static bool IsLog(SemanticModel model, StatementSyntax statement, CancellationToken cancellation) =>
        StatementCall.In(statement) is { IsAwaited: false, Call: var call }
        && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ReturnsVoid: true, ContainingType.ContainingNamespace: var space }
        && space.ToDisplayString() == "Microsoft.Extensions.Logging"
        && !call.ArgumentList.DescendantNodes().Any(n => n is AwaitExpressionSyntax or AssignmentExpressionSyntax or InvocationExpressionSyntax);
}
