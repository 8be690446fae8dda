using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>A wait with a limit ends without the permit when its time is up, and says so only by its result.</summary>
/// <remarks>
/// Silent for a wait without end, for a semaphore that begins empty, which only wakes its waiter, and where the result is tested, stored or passed on;
/// where a member returns it, its callers must test it. Silent in tests.
/// </remarks>
internal sealed class WaitResultIgnored() : ScopeRule(Definition, Effect.Permit)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1026",
        title: "Result of a wait with a time limit is ignored",
        messageFormat: "'{0}' gives up after its time limit and says so only by its result, which nothing tests: "
            + "the code below then runs without what it waited for, and gives back what it never had. "
            + "Test the result.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        IgnoredResults.In(graph, Effect.Permit).Where(r => !r.Modelled.Site.Arguments.WaitsForever && !IsSignal(r.Modelled.Site.Subject, graph))
            .Select(r => Finding.At(r, r.Call.TargetMethod.Name));

    private static bool IsSignal(Origin waited, EffectGraph graph) => waited.Site?.Has(Trait.Signals) == true
        || (waited.Symbol is { } symbol && graph.Modelled.Any(s => s.Site.Has(Trait.Signals) && SymbolEqualityComparer.Default.Equals(s.Site.Target, symbol)));
}
