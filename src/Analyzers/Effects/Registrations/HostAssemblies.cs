using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The programs that run some bodies, by the assemblies whose code leads to them.</summary>
internal sealed class HostAssemblies
{
    private readonly EffectGraph _graph;
    private readonly Dictionary<string, IAssemblySymbol> _assemblies = new(StringComparer.Ordinal);

    public HostAssemblies(EffectGraph graph, IEnumerable<BodyFacts> bodies)
    {
        _graph = graph;
        foreach (var assembly in bodies.SelectMany(LeadingTo))
            _assemblies[assembly.Name] = assembly;
    }

    /// <summary>The programs that register a type: as a service, a behaviour, a handler or a middleware. Null where no registration of it is known.</summary>
    public static HostAssemblies? Registering(INamedTypeSymbol type, EffectGraph graph)
    {
        var key = SymbolKey.Of(type);
        var registering = graph.Modelled.Where(s => IsIt(s.Site.Arguments.Implementation) || IsIt(s.Site.Arguments.Handler)).Select(s => s.Body).ToList();
        return registering.Count == 0 ? null : new(graph, registering);

        bool IsIt(ITypeSymbol? registered) => registered is not null && SymbolKey.Of(registered) == key;
    }

    /// <summary>Whether one of the programs may run this body too.</summary>
    public bool Share(BodyFacts body) => _assemblies.Count > 0 && LeadingTo(body).Any(a => _assemblies.ContainsKey(a.Name));

    /// <summary>Whether one of the programs may use a type: it stands in one of them, or in what one refers to.</summary>
    public bool MayUse(INamedTypeSymbol type) => type.ContainingAssembly is { Name: var name }
        && (_assemblies.ContainsKey(name) || _assemblies.Values.Any(a => Refers(a, name)));

    /// <summary>Whether an assembly refers to another.</summary>
    public static bool Refers(IAssemblySymbol assembly, string other) => assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => r.Name == other));

    private IEnumerable<IAssemblySymbol> LeadingTo(BodyFacts body) =>
        _graph.Surroundings.Of(body).Select(b => b.Owner.ContainingAssembly).OfType<IAssemblySymbol>();
}
