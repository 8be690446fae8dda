using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Resilience;

/// <summary>A rate limiter refuses by the lease that it gives, not by an exception: code that never asks the lease is not limited at all.</summary>
/// <remarks>
/// Silent where anything asks the lease, stores it or gets it; where a member returns it, its callers must ask. Silent for a lease that is called '_': it is
/// taken to use up permits, as for a cost that is known afterwards. Silent in tests.
/// </remarks>
internal sealed class RateLimitIgnored() : ScopeRule(Definition, Effect.RateLimit)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1018",
        title: "Refusal of a rate limiter is ignored",
        messageFormat: "'{0}' refuses by a lease that is not acquired, and nothing asks it: what follows runs without limit. "
            + "Test 'IsAcquired' before the work.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        IgnoredResults.In(graph, Effect.RateLimit)
            .Where(r => !IsDiscarded(r.Call) && !IsLast(r.Call.Syntax))
            .Select(r => Finding.At(r, r.Call.TargetMethod.Name));

    /// <summary>Nothing follows that a refusal could stop.</summary>
    private static bool IsLast(SyntaxNode call) => call.Parent is not ArrowExpressionClauseSyntax && call.AncestorsAndSelf()
        .TakeWhile(n => n is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .All(n => n is not (StatementSyntax { Parent: BlockSyntax block } statement)
            || (block.Statements.Last() == statement && n is not UsingStatementSyntax));

    private static bool IsDiscarded(IOperation call) =>
        ValueOrigins.TargetOf(call) is { Name: "_" }
        || call.Syntax.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };
}
