using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// Everything in the code that stands for what one site makes: the variable it is put in, the properties that return that, the calls of
/// the members that return it, and where these put it in turn.
/// </summary>
internal sealed class MadeAliases
{
    private readonly EffectGraph _graph;
    private readonly HashSet<Site> _sites = new();
    private readonly HashSet<ISymbol> _symbols = new(SymbolEqualityComparer.Default);
    private readonly HashSet<BodyFacts> _bodies = new();

    private MadeAliases(EffectGraph graph) => _graph = graph;

    /// <summary>Whether no other code can get the object: nothing that stands for it can be seen outside of the graph.</summary>
    public bool AreAllInSight { get; private set; } = true;

    public static MadeAliases Of(SiteOf made, EffectGraph graph)
    {
        var aliases = new MadeAliases(graph);
        aliases.Add(made);
        return aliases;
    }

    /// <summary>What is done to the object, or with it, in the code that can see it.</summary>
    public IEnumerable<SiteOf> Uses() => _bodies.SelectMany(b => b.Sites, (b, s) => new SiteOf(b, s)).Where(u => Stands(u.Site.Subject));

    private bool Stands(Origin origin) =>
        (origin.Site is { } site && _sites.Contains(site)) || (origin.Symbol is { } symbol && _symbols.Contains(symbol));

    private void Add(SiteOf at)
    {
        if (!_sites.Add(at.Site))
            return;
        See(_graph.BodiesOf(at.Body.Type).Where(b => IsSame(b.Owner, at.Body.Owner)));
        if (at.Site.Target is { } target)
            Add(target);
        Returns(at.Body);
    }

    private void Add(ISymbol symbol)
    {
        if (!_symbols.Add(symbol) || symbol is not (IFieldSymbol or IPropertySymbol))
            return;
        // what a library keeps it for is its own
        AreAllInSight &= symbol is not IPropertySymbol { IsIndexer: true } && !symbol.DeclaringSyntaxReferences.IsEmpty;
        var isShared = symbol.DeclaredAccessibility != Accessibility.Private;
        AreAllInSight &= !isShared || _graph.Extent == GraphExtent.Solution;
        See(isShared && AreAllInSight ? _graph.Bodies : _graph.BodiesOf(symbol.ContainingType));
        foreach (var body in _graph.BodiesOf(symbol.ContainingType))
            Returns(body);
    }

    /// <summary>A member that returns it hands it to those who call or read the member.</summary>
    private void Returns(BodyFacts body)
    {
        if (body.Method is not { } method || !body.Returned.Any(Stands))
            return;
        if (method.AssociatedSymbol is IPropertySymbol property)
        {
            Add(property);
            return;
        }

        // what a lambda returns goes to the code that runs it: to a container, or by a Lazy to its target
        AreAllInSight &= method.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction
            || method.DeclaredAccessibility == Accessibility.Private || _graph.Extent == GraphExtent.Solution;
        foreach (var caller in _graph.CallersOf(body))
            Add(caller);
    }

    private void See(IEnumerable<BodyFacts> bodies) => _bodies.UnionWith(bodies);

    private static bool IsSame(ISymbol a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
