namespace DistPatterns.Effects;

/// <summary>What every body does through everything it calls, of what a rule follows: a least fixed point over calls, overrides and implementations.</summary>
/// <remarks>Breadth first from where it starts, so that every trace is a shortest one and the same on every run. The facts are never written to.</remarks>
internal sealed class Propagation<TKind>
    where TKind : struct
{
    private static readonly Dictionary<TKind, Trace> Nothing = new();

    private readonly EffectGraph _graph;
    private readonly IFollowed<TKind> _followed;
    private readonly Dictionary<BodyFacts, Dictionary<TKind, Trace>> _found = new();

    public Propagation(EffectGraph graph, IFollowed<TKind> followed)
    {
        (_graph, _followed) = (graph, followed);
        var work = new Queue<(TKind Kind, Trace Trace)>();
        foreach (var start in graph.EffectSites)
        {
            foreach (var kind in followed.At(graph, start))
                Reach(kind, new(start.Body, start.Site, null), work);
        }

        while (work.Count > 0)
        {
            var (kind, trace) = work.Dequeue();
            foreach (var call in graph.CallersOf(trace.Body))
            {
                if (followed.Through(graph, call, trace.Body, kind) is { } seen)
                    Reach(seen, new(call.Body, call.Site, trace), work);
            }
        }
    }

    /// <summary>The bodies that have any of it, by themselves or through what they call, in their order.</summary>
    public IEnumerable<BodyFacts> Bodies => _graph.Bodies.Where(_found.ContainsKey);

    /// <summary>What a body does, each kind with one shortest way to it.</summary>
    public IReadOnlyDictionary<TKind, Trace> Of(BodyFacts body) => _found.TryGetValue(body, out var found) ? found : Nothing;

    /// <summary>What happens at a site: by itself, and through every body that it may run.</summary>
    public IEnumerable<KeyValuePair<TKind, Trace>> At(BodyFacts body, Site site)
    {
        if (_graph.EffectAt(body, site) is { } start)
        {
            foreach (var kind in _followed.At(_graph, start))
                yield return new(kind, new(body, site, null));
        }

        foreach (var target in _graph.TargetsOf(site))
        {
            foreach (var found in Of(target))
            {
                if (_followed.Through(_graph, new(body, site), target, found.Key) is { } seen)
                    yield return new(seen, new(body, site, found.Value));
            }
        }
    }

    private void Reach(TKind kind, Trace trace, Queue<(TKind, Trace)> work)
    {
        if (!_found.TryGetValue(trace.Body, out var known))
            _found.Add(trace.Body, known = new());
        if (known.ContainsKey(kind))
            return;
        known.Add(kind, trace);
        work.Enqueue((kind, trace));
    }
}
