using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>What the bodies of one compilation do.</summary>
internal sealed record CompilationFacts(Compilation Compilation, Review Review, IReadOnlyList<BodyFacts> Facts);

/// <summary>Judges the joined graph of one compilation or of all of a solution's; silent where the live host speaks.</summary>
internal static class GraphReview
{
    public static IEnumerable<Diagnostic> Judge(IReadOnlyList<CompilationFacts> compilations, GraphExtent extent)
    {
        var summary = compilations.Aggregate(default(EffectSummary), (all, c) => all | EffectSummary.Of(c.Facts));
        var rules = GraphAnalyzer.Rules.Where(r => extent == GraphExtent.Solution || r.Rule.MayFind(summary)).ToList(); // of a whole solution names say more
        if (compilations.Count == 0 || rules.Count == 0)
            return Enumerable.Empty<Diagnostic>();
        var (review, settings) = (compilations[0].Review, new Settings(new SolutionOptions(compilations), assembly: ""));
        var (facts, types) = (compilations.SelectMany(c => c.Facts), compilations.SelectMany(c => DeclaredTypes.In(c.Compilation)));
        var graph = new EffectGraph(facts, types, review.Catalog, extent);
        var live = new LiveFindings(graph, compilations);
        return rules
            .SelectMany(r => review.Ask(
                r.Rule, r.AtEnd, () => r.Rule.Judge(graph, settings).Where(f => Certainty.Admits(f, r.AtEnd, settings))))
            .Where(d => !live.Contains(d))
            .ToArray();
    }
}
