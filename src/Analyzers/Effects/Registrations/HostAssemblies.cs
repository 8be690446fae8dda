namespace DistPatterns.Effects;

/// <summary>The programs that run some bodies, by the assemblies whose code leads to them.</summary>
internal sealed class HostAssemblies
{
    private readonly EffectGraph _graph;
    private readonly HashSet<string> _assemblies = new(StringComparer.Ordinal);

    public HostAssemblies(EffectGraph graph, IEnumerable<BodyFacts> bodies)
    {
        _graph = graph;
        foreach (var body in bodies)
            _assemblies.UnionWith(LeadingTo(body));
    }

    /// <summary>Whether one of the programs may run this body too.</summary>
    public bool Share(BodyFacts body) => _assemblies.Count > 0 && LeadingTo(body).Any(_assemblies.Contains);

    private IEnumerable<string> LeadingTo(BodyFacts body)
    {
        var seen = new HashSet<BodyFacts> { body };
        var work = new Queue<BodyFacts>(seen);
        while (work.Count > 0)
        {
            var reached = work.Dequeue();
            if (reached.Owner.ContainingAssembly is { } assembly)
                yield return assembly.Name;
            foreach (var (caller, _) in _graph.CallersOf(reached))
            {
                if (seen.Add(caller))
                    work.Enqueue(caller);
            }
        }
    }
}
