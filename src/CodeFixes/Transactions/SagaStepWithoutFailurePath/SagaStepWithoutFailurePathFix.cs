using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Gives a step of the runtime's saga a compensation that fails until it is written: the saga waits there, and forgets nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SagaStepWithoutFailurePathFix() : RuleFix("DP2006")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList: { Arguments: { Count: 2 } arguments } list } call
            || at.Model.GetSymbolInfo(call, at.Cancellation).Symbol is not IMethodSymbol { Name: "Step", ContainingType.Name: "SagaBuilder" } step)
            yield break;
        var missing = "throw new System.NotImplementedException(" + Literal("Undo " + arguments[0].Expression.ToString().Trim('"') + ".") + ")";
        var run = $"(state, context, cancellation) => {missing}";
        var undo = Argument(ParseExpression(step.Parameters[1].Type.Name == nameof(Action) ? $"undo => undo.Runs({run})" : run));
        yield return new(
            "Add a compensation to be written",
            () => at.Root.ReplaceNode(list, list.WithArguments(arguments.Add(undo.WithLeadingTrivia(Before(arguments[1]))))));
    }

    /// <summary>On a line of its own where the arguments are.</summary>
    private static SyntaxTriviaList Before(ArgumentSyntax last) => last.GetFirstToken().HasLeadingTrivia
        ? BlankLines.Without(last).Insert(0, ElasticCarriageReturnLineFeed)
        : TriviaList(Space);
}
