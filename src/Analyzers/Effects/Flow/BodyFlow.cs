using System.Collections.Immutable;

namespace DistPatterns.Effects;

/// <summary>What can happen between two places of one body: its steps, and the ways between them, those of failures included. Immutable.</summary>
/// <param name="nodes">The steps; the first is where the body begins.</param>
internal sealed class BodyFlow(ImmutableArray<FlowNode> nodes)
{
    private readonly Lazy<ImmutableArray<FlowLoop>> _loops = new(() => FlowLoop.In(nodes));
    private IReadOnlyList<FlowRetry>? _retries;
    private readonly Lazy<HashSet<State>> _reachable = new(() => Reachable(nodes));

    public ImmutableArray<FlowNode> Nodes => nodes;

    /// <summary>The sites, in no order.</summary>
    public IEnumerable<Site> Sites => nodes.Where(n => n.Moment == FlowMoment.Call).Select(n => n.Site!).Distinct();

    /// <summary>Whether a site is called in it.</summary>
    public bool Has(Site site) => nodes.Any(n => FlowPoint.Of(site).IsAt(n));

    /// <summary>What can run again.</summary>
    public ImmutableArray<FlowLoop> Loops => _loops.Value;

    /// <summary>The calls that are tried again, with the cycle of each.</summary>
    public IReadOnlyList<FlowRetry> Retries => _retries ??= FlowRetry.In(this).ToList();

    /// <summary>The loops that have both sites in them.</summary>
    public IReadOnlyList<FlowLoop> LoopsAround(params Site[] sites) =>
        Loops.Where(l => sites.All(s => nodes.Any(n => FlowPoint.Of(s).IsAt(n) && l.Contains(n)))).ToList();

    /// <summary>A shortest run from one moment to another that passes none of some steps; null where there is none.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="without">The steps that it must not pass.</param>
    /// <param name="once">The loops that it must not go round.</param>
    public FlowRun? Run(FlowPoint from, FlowPoint to, Func<FlowNode, bool>? without = null, IReadOnlyList<FlowLoop>? once = null)
    {
        var before = new Dictionary<State, State?>();
        var work = new Queue<State>();
        foreach (var start in _reachable.Value.Where(s => from.IsAt(nodes[s.Node])))
        {
            before.Add(start, null);
            work.Enqueue(start);
        }

        while (work.Count > 0)
        {
            var at = work.Dequeue();
            foreach (var edge in nodes[at.Node].Next)
            {
                if (edge.IsIncidental
                    || once?.Any(l => l.IsRepeatedBy(at.Node, edge.Target)) == true
                    || at.Take(edge, nodes) is not { } next
                    || before.ContainsKey(next))
                    continue;
                var node = nodes[next.Node];
                if (!to.IsAt(node) && without?.Invoke(node) == true)
                    continue;
                before.Add(next, at);
                if (to.IsAt(node))
                    return new(Back(next, before));
                work.Enqueue(next);
            }
        }

        return null;
    }

    private List<FlowNode> Back(State end, Dictionary<State, State?> before)
    {
        var way = new List<FlowNode>();
        for (State? at = end; at is { } state; at = before[state])
            way.Add(nodes[state.Node]);
        way.Reverse();
        return way;
    }

    /// <summary>What flags can be where, from the beginning on: a run that begins in the middle begins with one of these.</summary>
    private static HashSet<State> Reachable(ImmutableArray<FlowNode> nodes)
    {
        var found = new HashSet<State> { default };
        var work = new Stack<State>(found);
        while (work.Count > 0)
        {
            var at = work.Pop();
            foreach (var edge in nodes[at.Node].Next)
            {
                if (at.Take(edge, nodes) is { } next && found.Add(next))
                    work.Push(next);
            }
        }

        return found;
    }

    /// <summary>A step, with what is known of the flags there.</summary>
    private readonly record struct State(int Node, FlagSet Flags)
    {
        /// <summary>The state that an edge leads to; null where a flag forbids it.</summary>
        public State? Take(FlowEdge edge, ImmutableArray<FlowNode> nodes)
        {
            var flags = Flags;
            if (edge.Asks is { Value: { } asked } test)
            {
                if (flags[test.Flag] is { } known && known != asked)
                    return null;
                flags = flags.With(test);
            }

            return new(edge.Target, nodes[edge.Target].Sets is { } set ? flags.With(set) : flags);
        }
    }
}
