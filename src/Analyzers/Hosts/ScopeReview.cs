using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>What the rules about effects see when they are shown one type alone.</summary>
internal static class ScopeReview
{
    public static IEnumerable<Diagnostic> Judge(Review review, IEnumerable<ScopeRule> rules, INamedTypeSymbol type, IReadOnlyList<BodyFacts> facts)
    {
        var summary = EffectSummary.Of(facts);
        var needed = rules.Where(r => r.MayFind(summary)).ToList();
        if (needed.Count == 0)
            return Enumerable.Empty<Diagnostic>(); // nearly every type
        var graph = new EffectGraph(facts, new[] { type }, review.Catalog, GraphExtent.Type);
        return needed.SelectMany(rule => review.Ask(rule, rule.Descriptor, () => rule.Judge(graph, review.Settings)));
    }
}
