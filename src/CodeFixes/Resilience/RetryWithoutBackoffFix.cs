using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Waits between the tries: longer each time, where the policy counts them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RetryWithoutBackoffFix() : RuleFix("DP1006")
{
    private const string Longer = "attempt => System.TimeSpan.FromSeconds(System.Math.Pow(2, attempt))";
    private const string Exponential = "System.TimeSpan.FromSeconds(1), System.TimeSpan.FromSeconds(30), System.TimeSpan.FromSeconds(2)";

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (Waiting(at) is var (call, waiting))
            yield return new("Wait between the tries, longer each time", () => at.Root.ReplaceNode(call, waiting));
        else if (at.Node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Right: var delay } set && set.Span == at.Diagnostic.Location.SourceSpan)
            yield return new(
                "Wait one second between the tries",
                () => at.Root.ReplaceNode(delay, SyntaxFactory.ParseExpression(Second(at)).WithTriviaFrom(delay)));
        else if (Handler(at) is { } handler && IsAsync(handler))
            yield return new("Wait one second before the next try", () => at.Root.ReplaceNode(handler.Block, handler.Block.AddStatements(Wait(at))));
    }

    private static StatementSyntax Wait(Marked at) => SyntaxFactory
        .ParseStatement($"await {Name(at, "System.Threading.Tasks", "Task")}.Delay({Second(at)});").WithAdditionalAnnotations(Formatter.Annotation);

    private static string Second(Marked at) => $"{Name(at, "System", "TimeSpan")}.FromSeconds(1)";

    private static (InvocationExpressionSyntax, InvocationExpressionSyntax)? Waiting(Marked at) =>
        PolicyRetry.Renamed(at, n => n is "Retry" or "RetryAsync" ? "WaitAnd" + n : n, first: null, Longer)
        ?? PolicyRetry.Renamed(at, n => n == "Immediate" ? "Exponential" : n, first: null, Exponential);

    /// <summary>The handler that the failure of the marked call goes to, if it is the only one.</summary>
    private static CatchClauseSyntax? Handler(Marked at) =>
        at.Node.Ancestors().OfType<TryStatementSyntax>().FirstOrDefault(t => t.Block.Span.Contains(at.Node.Span)) is { Catches: { Count: 1 } handlers }
            ? handlers[0]
            : null;

    /// <summary>A type of the framework, as short as its place allows.</summary>
    private static string Name(Marked at, string @namespace, string type) =>
        at.Model.LookupNamespacesAndTypes(at.Node.SpanStart, name: type).Any(t => t.ContainingNamespace?.ToDisplayString() == @namespace)
            ? type
            : $"{@namespace}.{type}";

    private static bool IsAsync(SyntaxNode node) => node.Ancestors().Select(a => a switch
    {
        MethodDeclarationSyntax method => method.Modifiers,
        LocalFunctionStatementSyntax local => local.Modifiers,
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers,
        _ => (SyntaxTokenList?)null,
    }).FirstOrDefault(m => m is not null)?.Any(SyntaxKind.AsyncKeyword) == true;
}
