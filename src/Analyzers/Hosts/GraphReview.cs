using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>What the bodies of one compilation do.</summary>
internal sealed record CompilationFacts(Compilation Compilation, Review Review, IReadOnlyList<MethodFacts> Facts);

/// <summary>Judges the joined graph of one compilation or of all of a solution's; silent where the live host speaks.</summary>
internal static class GraphReview
{
    private static readonly Effect Needed = Rulebook.All.OfType<ScopeRule>().Select(r => r.Needs).Concat(Rulebook.All.OfType<GraphRule>().Select(r => r.Needs)).Aggregate(Effect.None, (all, e) => all | e);

    public static IEnumerable<Diagnostic> Judge(IReadOnlyList<CompilationFacts> compilations, GraphExtent extent)
    {
        var product = compilations.Where(c => extent == GraphExtent.Solution || (MethodFacts.Union(c.Facts) & Needed) != 0).ToList();
        if (product.Count == 0)
            return Enumerable.Empty<Diagnostic>();
        var graph = new EffectGraph(product.SelectMany(c => c.Facts), product.SelectMany(c => DeclaredTypes.In(c.Compilation)), product[0].Review.Catalog, extent);
        var live = new LiveFindings(graph, product);
        var settings = new Settings(new SolutionOptions(product), assembly: "");
        return GraphAnalyzer.Rules.SelectMany(r => Judge(r.Rule, r.AtEnd, graph, product[0].Review, settings)).Where(d => !live.Contains(d)).ToArray();
    }

    private static IEnumerable<Diagnostic> Judge(Rule rule, DiagnosticDescriptor descriptor, EffectGraph graph, Review review, Settings settings) =>
        review.Ask(rule, descriptor, () => rule switch
        {
            ScopeRule scope => scope.Judge(graph, settings),
            GraphRule whole => whole.Judge(graph, settings),
            _ => Enumerable.Empty<Finding>(),
        });
}
