using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Calls the pipeline's asynchronous twin, where the receiver has one that takes this work, and awaits it where it must be.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AsyncWorkInSyncPipelineFix() : RuleFix("DP1021")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } work
            || call.Expression is not MemberAccessExpressionSyntax callee
            || AsyncTwin.Of(at.Model, callee, call, work) is not { } twin
            || Waiting(at, call, twin) is not { } wait)
            yield break;
        yield return new($"Await '{twin.Name}'", () => at.Root.ReplaceNode(call, wait(twin.Call())));
    }

    /// <summary>What to put around the new call, so that the code that had the task still has it, and none drops it.</summary>
    private static Func<ExpressionSyntax, ExpressionSyntax>? Waiting(Marked at, InvocationExpressionSyntax call, AsyncTwin twin)
    {
        ExpressionSyntax whole = call;
        while (whole.Parent is ParenthesizedExpressionSyntax outer)
            whole = outer;
        if (whole.Parent is AwaitExpressionSyntax || IsConfiguredAwait(whole))
            return made => made;
        if (whole.Parent is ExpressionStatementSyntax || (whole.Parent is LambdaExpressionSyntax or ArrowExpressionClauseSyntax && !Returns(at, call)))
            return CanAwait(whole) ? made => AwaitExpression(made.WithoutLeadingTrivia()).WithLeadingTrivia(call.GetLeadingTrivia()) : null;
        if (!twin.ReturnsValueTask)
            return made => made;
        return made => InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, made, IdentifierName("AsTask")));
    }

    private static bool IsConfiguredAwait(ExpressionSyntax call) =>
        call.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ConfigureAwait",
            Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax },
        };

    /// <summary>Whether the value of an expression body is used at all.</summary>
    private static bool Returns(Marked at, ExpressionSyntax body) =>
        at.Model.GetTypeInfo(body, at.Cancellation).ConvertedType?.SpecialType != SpecialType.System_Void
        && !(at.Model.GetEnclosingSymbol(body.SpanStart, at.Cancellation) is IMethodSymbol { ReturnsVoid: true });

    private static bool CanAwait(SyntaxNode node)
    {
        foreach (var outer in node.Ancestors())
        {
            switch (outer)
            {
                case LockStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case BaseMethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}
