using System.Composition;
using DistPatterns.Rules.Transactions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Lets messages that a scope publishes go through the outbox.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OutboxNotWiredFix() : RuleFix("DP2018")
{
    private const string Wiring = "UseBusOutbox";

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Diagnostic.Properties.ContainsKey(OutboxNotWired.Unused)
            && at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            && Wired(at, call) is { } wired)
            yield return new($"Send through it ({Wiring})", () => at.Root.ReplaceNode(call, wired));
    }

    private static InvocationExpressionSyntax? Wired(Marked at, InvocationExpressionSyntax call) => call.ArgumentList.Arguments switch
    {
        { Count: 0 } => call.WithArgumentList(call.ArgumentList.AddArguments(Argument(ParseExpression($"o => o.{Wiring}()")))),
        { Count: 1 } only when only[0].Expression is SimpleLambdaExpressionSyntax { Block: { } block, Parameter: var options } =>
            call.ReplaceNode(block, block.AddStatements(ParseStatement($"{options.Identifier.ValueText}.{Wiring}();")
                .WithLeadingTrivia(block.Statements.Count > 0 ? BlankLines.Without(block.Statements[block.Statements.Count - 1]) : TriviaList())
                .WithTrailingTrivia(block.Statements.Count > 0 ? block.Statements[block.Statements.Count - 1].GetTrailingTrivia() : TriviaList(at.NewLine)))),
        { Count: 1 } only
            when only[0].Expression is SimpleLambdaExpressionSyntax { ExpressionBody: InvocationExpressionSyntax inner }
            && inner.Expression is MemberAccessExpressionSyntax
            && at.Model.GetTypeInfo(inner, at.Cancellation).Type is { SpecialType: not SpecialType.System_Void } =>
            call.ReplaceNode(inner, ParseExpression($"{inner.WithoutTrivia()}.{Wiring}()").WithTriviaFrom(inner)),
        _ => null,
    };
}
