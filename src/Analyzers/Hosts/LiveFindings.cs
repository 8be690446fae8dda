using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>What the live host says of the types in which the graph found something, so that nothing is said twice.</summary>
internal sealed class LiveFindings(EffectGraph graph, IReadOnlyList<CompilationFacts> compilations)
{
    private static readonly ScopeRule[] ScopeRules = Rulebook.All.OfType<ScopeRule>().ToArray();

    private readonly Dictionary<INamedTypeSymbol, HashSet<(string, Location)>> _said = new(SymbolEqualityComparer.Default);

    public bool Contains(Diagnostic diagnostic)
    {
        var at = diagnostic.Location;
        var around = graph.Bodies.Where(b => b.Place.Tree == at.SourceTree && b.Place.Span.Contains(at.SourceSpan));
        var type = around.OrderBy(b => b.Place.Span.Length).FirstOrDefault()?.Type;
        return type is not null && Said(type).Contains((diagnostic.Id, at));
    }

    private HashSet<(string, Location)> Said(INamedTypeSymbol type)
    {
        if (!_said.TryGetValue(type, out var said))
        {
            var facts = graph.BodiesOf(type).ToList();
            var review = compilations.First(c => c.Compilation.ContainsSyntaxTree(facts[0].Place.Tree)).Review;
            _said.Add(type, said = new(ScopeReview.Judge(review, ScopeRules, type, facts).Select(d => (d.Id, d.Location))));
        }

        return said;
    }
}
