using System.Collections.Immutable;

namespace DistPatterns.Effects;

/// <summary>Steps that can run again, whatever syntax makes them a loop.</summary>
/// <param name="Head">The step that every round begins with.</param>
/// <param name="Nodes">All that a round may pass.</param>
internal sealed record FlowLoop(int Head, ImmutableHashSet<int> Nodes)
{
    public bool Contains(FlowNode node) => Nodes.Contains(node.Index);

    /// <summary>Whether an edge begins another round.</summary>
    public bool IsRepeatedBy(int from, int to) => to == Head && Nodes.Contains(from);

    /// <summary>The loops of a body.</summary>
    public static ImmutableArray<FlowLoop> In(ImmutableArray<FlowNode> nodes)
    {
        var predecessors = nodes.SelectMany(n => n.Next, (n, e) => (From: n.Index, To: e.Target)).ToLookup(e => e.To, e => e.From);
        return BackEdges(nodes).GroupBy(e => e.Head, e => e.From).Select(g => new FlowLoop(g.Key, Reaching(g, g.Key, predecessors))).ToImmutableArray();
    }

    /// <summary>The head, and all from which a way leads back to it without passing it.</summary>
    private static ImmutableHashSet<int> Reaching(IEnumerable<int> ends, int head, ILookup<int, int> predecessors)
    {
        var found = ImmutableHashSet.CreateBuilder<int>();
        found.Add(head);
        var work = new Stack<int>(ends);
        while (work.Count > 0)
        {
            var node = work.Pop();
            if (!found.Add(node))
                continue;
            foreach (var before in predecessors[node])
                work.Push(before);
        }

        return found.ToImmutable();
    }

    /// <summary>Depth first: an edge to a step on the way to it leads back.</summary>
    private static IEnumerable<(int From, int Head)> BackEdges(ImmutableArray<FlowNode> nodes)
    {
        var found = new List<(int, int)>();
        var (seen, on) = (new HashSet<int> { 0 }, new HashSet<int> { 0 });
        var way = new Stack<(int Node, int Edge)>();
        way.Push((0, 0));
        while (way.Count > 0)
        {
            var (node, edge) = way.Pop();
            if (edge == nodes[node].Next.Length)
            {
                on.Remove(node);
                continue;
            }

            way.Push((node, edge + 1));
            var target = nodes[node].Next[edge].Target;
            if (on.Contains(target))
                found.Add((node, target));
            if (!seen.Add(target))
                continue;
            on.Add(target);
            way.Push((target, 0));
        }

        return found;
    }
}
