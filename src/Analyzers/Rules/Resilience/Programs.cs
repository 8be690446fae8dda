using DistPatterns.Effects;

namespace DistPatterns.Rules.Resilience;

/// <summary>The programs that run some methods, by the assemblies whose code leads to them.</summary>
internal sealed class Programs
{
    private readonly Lazy<ILookup<MethodFacts, MethodFacts>> _callers;
    private readonly HashSet<string> _assemblies = new(StringComparer.Ordinal);

    public Programs(EffectGraph graph, IEnumerable<MethodFacts> methods)
    {
        _callers = new(() => (
            from caller in graph.Methods
            from site in caller.Sites
            from target in graph.TargetsOf(site)
            select (caller, target)).ToLookup(c => c.target, c => c.caller));
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
            foreach (var caller in _callers.Value[reached].Where(seen.Add))
                work.Enqueue(caller);
        }
    }
}
