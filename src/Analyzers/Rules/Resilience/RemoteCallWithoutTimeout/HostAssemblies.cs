using DistPatterns.Effects;

namespace DistPatterns.Rules.Resilience;

/// <summary>The programs that run some methods, by the assemblies whose code leads to them.</summary>
internal sealed class Programs
{
    private readonly EffectGraph _graph;
    private readonly HashSet<string> _assemblies = new(StringComparer.Ordinal);

    public Programs(EffectGraph graph, IEnumerable<MethodFacts> methods)
    {
        _graph = graph;
        foreach (var method in methods)
            _assemblies.UnionWith(LeadingTo(method));
    }

    /// <summary>Whether one of the programs may run this method too.</summary>
    public bool Share(MethodFacts method) => _assemblies.Count > 0 && LeadingTo(method).Any(_assemblies.Contains);

    private IEnumerable<string> LeadingTo(MethodFacts method)
    {
        var seen = new HashSet<MethodFacts> { method };
        var work = new Queue<MethodFacts>(seen);
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
