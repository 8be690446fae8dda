using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.CodeFixes.Messaging;

/// <summary>Lets the broker dead-letter the message instead of putting it back.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HotRequeueFix() : RuleFix("DP3005")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            && at.Model.GetOperation(call, at.Cancellation) is IInvocationOperation { Arguments: var given }
            && given.FirstOrDefault(a => a.Parameter?.Name == "requeue")?.Value.Syntax is LiteralExpressionSyntax requeue)
            yield return new("Do not requeue: the message goes to the dead letter exchange", () => at.Root.ReplaceNode(
                requeue, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(requeue)));
    }
}
