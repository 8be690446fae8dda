using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>
/// A synchronous pipeline ends with its delegate's return. Asynchronous work returns at its first await, so the pipeline sees a task,
/// calls it a success, and what fails later is neither retried nor counted – even where the caller awaits that task.
/// </summary>
/// <remarks>
/// Silent where the delegate waits for its work itself, because it then returns the result; where its task is over when it returns; and in tests.
/// </remarks>
internal sealed class AsyncWorkInSyncPipeline() : ScopeRule(Definition, Effect.None)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1021",
        title: "Asynchronous work in a synchronous pipeline",
        messageFormat: "'{0}' ends when this delegate returns, which is at its first await: what fails after it is never retried, timed or counted. {1}.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(EffectSummary summary) => summary.Has(Trait.Sync);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        graph.Modelled.Where(s => s.Site.Has(Trait.Sync)).SelectMany(s => s.BindOperation() switch
        {
            IInvocationOperation call => s.Site.Row!.Arguments(ClauseKind.Runs).SelectMany(p => Given(p, call, s.Body, graph)),
            IInvalidOperation call => Unbound(call, s.Site.Row!),
            _ => Enumerable.Empty<Finding>(),
        });

    private static IEnumerable<Finding> Given(string parameter, IInvocationOperation call, BodyFacts body, EffectGraph graph)
    {
        if (Arguments.Named(call.Arguments, parameter) is not { } work)
            return Enumerable.Empty<Finding>();
        var name = call.TargetMethod.Name;
        return DelegateResult.GoesOn(work)
            ? new[] { Finding.At(work, name, $"Await '{name}Async' instead") }
            : Forwarded(work, body, graph, ImmutableHashSet<BodyFacts>.Empty)
                .Select(w => Finding.At(w.Work, name, $"'{w.Wrapper}' gives it to '{name}': it needs a twin that awaits '{name}Async'"));
    }

    /// <summary>What the callers of a wrapper give it to run, through wrappers of the wrapper too.</summary>
    private static IEnumerable<(IOperation Work, string Wrapper)> Forwarded(
        IOperation work, BodyFacts body, EffectGraph graph, ImmutableHashSet<BodyFacts> seen)
    {
        if (DelegateResult.Forwarded(work) is not { } parameter || seen.Contains(body)
            || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, body.Method))
            yield break;
        foreach (var caller in graph.CallersOf(body))
        {
            if (caller.BindOperation() is not IInvocationOperation call || Arguments.Named(call.Arguments, parameter.Name) is not { } given)
                continue;
            if (DelegateResult.GoesOn(given))
                yield return (given, body.Method!.Name);
            foreach (var outer in Forwarded(given, caller.Body, graph, seen.Add(body)))
                yield return outer;
        }
    }

    /// <summary>A name in the lambda is unknown, so that the call binds to nothing; that the lambda is asynchronous is plain all the same.</summary>
    private static IEnumerable<Finding> Unbound(IInvalidOperation call, Row row) =>
        (call.Syntax as InvocationExpressionSyntax)?.ArgumentList.Arguments
            .Select(a => a.Expression).OfType<AnonymousFunctionExpressionSyntax>()
            .FirstOrDefault(l => l.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword)) is { } lambda
            ? new[] { new Finding(lambda.GetLocation(), ImmutableArray.Create(row.Member, $"Await '{row.Member}Async' instead")) }
            : Enumerable.Empty<Finding>();
}
