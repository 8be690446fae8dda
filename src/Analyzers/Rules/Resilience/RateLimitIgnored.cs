using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>A rate limiter refuses by the lease that it gives, not by an exception: code that never asks the lease is not limited at all.</summary>
/// <remarks>Silent where anything asks the lease, stores it or gets it; where a member returns it, its callers must ask. Silent in tests.</remarks>
internal sealed class RateLimitIgnored() : ScopeRule(Definition, Effect.RateLimit)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1018",
        title: "Refusal of a rate limiter is ignored",
        messageFormat: "'{0}' refuses by a lease that is not acquired, and nothing asks it: what follows runs without limit. Test 'IsAcquired' before the work.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        IgnoredResults.In(graph, Effect.RateLimit).Select(r => Finding.At(r, r.Call.TargetMethod.Name));
}
