using System.Composition;
using System.Text.RegularExpressions;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Runs a transaction, from where it begins to the end of its block, by the strategy of its context.</summary>
/// <remarks>
/// Offered where the transaction begins in a statement of its own, on a context that can be named, and the code may stand in a lambda: it leaves by no jump,
/// it returns either nowhere or as its last statement, and it uses no parameter that a lambda cannot. Not in a middleware, around the rest of the request.
/// What is tracked already is not loaded anew by a retry.
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RetryingStrategyWithTransactionFix() : RuleFix("DP2004")
{
    private const string Strategy = "strategy";

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Expression: var facade } } begin
            && IsFacade(facade)
            && begin.FirstAncestorOrSelf<StatementSyntax>(s => s.Parent is BlockSyntax) is { Parent: BlockSyntax block } first
            && first is LocalDeclarationStatementSyntax or UsingStatementSyntax
            && !block.ContainsDirectives && at.Model.LookupSymbols(first.SpanStart, name: Strategy).IsEmpty)
        {
            var run = block.Statements.SkipWhile(s => s != first).ToList();
            if (run.TrueForAll(s => MayStandInLambda(at, s) && !RunsRequest(at, s))
                && (Returns(run) is not { Count: > 0 } returns || IsLast(returns, run, block)))
                yield return new(
                    "Run it by the execution strategy of its context",
                    () => Imports.Add(at.Root.ReplaceNode(block, Wrapped(at, block, run, facade)), "Microsoft.EntityFrameworkCore"));
        }
    }

    private static BlockSyntax Wrapped(Marked at, BlockSyntax block, List<StatementSyntax> run, ExpressionSyntax facade)
    {
        var isAsync = run.Exists(s => IsAwaitUsing(s) || s.DescendantNodes(IsSame).Any(n => n is AwaitExpressionSyntax || IsAwaitUsing(n)));
        var (indent, line) = (string.Concat(BlankLines.Indentation(run[0])), at.NewLine.ToString());
        var returned = Returns(run).Count > 0 ? "return " : "";
        var open = $"{returned}{(isAsync ? $"await {Strategy}.ExecuteAsync(async () =>" : $"{Strategy}.Execute(() =>")}{line}{indent}{{{line}";
        var body = Indented(string.Concat(run.Select((s, i) => (i == 0 ? s.WithLeadingTrivia(BlankLines.Without(s)) : s).ToFullString())));
        var whole = ParseStatement($"{indent}{open}{body}{indent}}});{line}");
        var declared = ParseStatement($"{indent}var {Strategy} = {facade.WithoutTrivia()}.CreateExecutionStrategy();{line}")
            .WithLeadingTrivia(BlankLines.Before(run[0]).Add(Whitespace(indent)));
        return block.WithStatements(List(block.Statements.TakeWhile(s => s != run[0]).Append(declared).Append(whole)));
    }

    private static bool IsFacade(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax { Identifier.ValueText: "Database" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Database" };

    private static string Indented(string text) => Regex.Replace(text, "(?m)^(?=[^\r\n])", "    ");

    private static bool MayStandInLambda(Marked at, StatementSyntax statement) => !statement.DescendantNodesAndSelf(IsSame).Any(n =>
        n is YieldStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax or LocalFunctionStatementSyntax
        || n is BreakStatementSyntax or ContinueStatementSyntax
            && !n.Ancestors().TakeWhile(a => a != statement.Parent).Any(a => a is SwitchStatementSyntax || LoopSyntax.Is(a))
        || n is LiteralExpressionSyntax { Token: var text } && text.Text.Contains('\n')
        || n is InterpolatedStringTextSyntax { TextToken: var part } && part.Text.Contains('\n')
        || n is IdentifierNameSyntax name && IsRef(at.Model.GetSymbolInfo(name, at.Cancellation).Symbol));

    /// <summary>Whether a middleware runs the rest of a request: a second time would answer it twice.</summary>
    private static bool RunsRequest(Marked at, StatementSyntax statement) => statement.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
        .Any(c => at.Model.GetTypeInfo(c.Expression, at.Cancellation).Type is { Name: "RequestDelegate" });

    private static bool IsRef(ISymbol? symbol) => symbol is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { RefKind: not RefKind.None };

    private static bool IsAwaitUsing(SyntaxNode node) =>
        node is UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 };

    private static List<ReturnStatementSyntax> Returns(List<StatementSyntax> run) =>
        run.SelectMany(s => s.DescendantNodesAndSelf(IsSame)).OfType<ReturnStatementSyntax>().ToList();

    /// <summary>Whether the block is the whole of a member and ends with a returned value, as each return does: then the lambda returns it.</summary>
    private static bool IsLast(List<ReturnStatementSyntax> returns, List<StatementSyntax> run, BlockSyntax block) =>
        block.Parent is BaseMethodDeclarationSyntax
        && run[run.Count - 1] is ReturnStatementSyntax
        && returns.TrueForAll(r => r.Expression is not (null or LiteralExpressionSyntax));

    private static bool IsSame(SyntaxNode node) => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
}
