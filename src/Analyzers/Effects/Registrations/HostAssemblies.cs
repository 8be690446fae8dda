namespace DistPatterns.Effects;

/// <summary>The programs that run some bodies, by the assemblies whose code leads to them.</summary>
internal sealed class HostAssemblies
{
    private readonly EffectGraph _graph;
    private readonly HashSet<string> _assemblies;

    public HostAssemblies(EffectGraph graph, IEnumerable<BodyFacts> bodies)
    {
        _graph = graph;
        _assemblies = new(bodies.SelectMany(LeadingTo), StringComparer.Ordinal);
    }

    /// <summary>Whether one of the programs may run this body too.</summary>
    public bool Share(BodyFacts body) => _assemblies.Count > 0 && LeadingTo(body).Any(_assemblies.Contains);

    private IEnumerable<string> LeadingTo(BodyFacts body) => _graph.Surroundings.Of(body).Select(b => b.Owner.ContainingAssembly?.Name).OfType<string>();
}
