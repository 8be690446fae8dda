using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Effects;

/// <summary>
/// Makes the flow of one body from the compiler's control flow graph, to which it adds the ways of failures. A <c>finally</c> is there once for each
/// way into it.
/// </summary>
internal sealed class FlowBuilder
{
    private const int Most = 20_000; // no body that was seen comes near

    private readonly ILookup<TextSpan, Site> _sites;
    private readonly List<(FlowNode Node, List<FlowEdge> Next)> _nodes = new();
    private readonly Queue<FlowBlock> _work = new();

    private FlowBuilder(IEnumerable<Site> sites) => _sites = sites.ToLookup(s => s.Place.Span);

    public FlowFlags Flags { get; } = new();

    public HeldTasks Tasks { get; } = new();

    public HeldResults Results { get; } = new();

    /// <returns>Null of a body of which the compiler makes no graph, or that is too large to be worth it.</returns>
    public static BodyFlow? Build(BodyFacts body) => BodyGraph.Of(body) is { } graph ? new FlowBuilder(body.Sites).Build(graph) : null;

    /// <summary>The site that an operation is. What the compiler adds shares its syntax with what was written, and not its name.</summary>
    public Site? SiteOf(IOperation operation)
    {
        var name = operation switch
        {
            IInvocationOperation call => call.TargetMethod.Name,
            IObjectCreationOperation => WellKnownMemberNames.InstanceConstructorName,
            IMethodReferenceOperation reference => reference.Method.Name,
            IInvalidOperation => "",
            _ => null,
        };
        return name is null ? null : _sites[operation.Syntax.FullSpan].FirstOrDefault(s => name.Length == 0 || s.Name == name);
    }

    public bool HasSiteIn(TextSpan span) => _sites.Any(s => span.Contains(s.Key));

    /// <summary>Adds a step, and the way to it.</summary>
    public int Add(FlowNode node, int? from = null)
    {
        _nodes.Add((node with { Index = _nodes.Count }, new()));
        if (from is { } before)
            Link(before, new FlowEdge(_nodes.Count - 1));
        return _nodes.Count - 1;
    }

    public void Link(int from, FlowEdge edge) => _nodes[from].Next.Add(edge);

    public void Link(int from, IEnumerable<int> targets, FlagValue? asks = null, bool isIncidental = false)
    {
        foreach (var target in targets)
            Link(from, new FlowEdge(target, asks, isIncidental));
    }

    /// <summary>A block whose operations are still to be gone through.</summary>
    public void Enqueue(FlowBlock block) => _work.Enqueue(block);

    private BodyFlow? Build(ControlFlowGraph graph)
    {
        var begin = Add(new(0, FlowMoment.Step, null));
        var (exit, thrown) = (Add(new(0, FlowMoment.Exit, null)), Add(new(0, FlowMoment.Thrown, null)));
        var frame = new FlowFrame(this, graph, exit, isInHandler: false, _ => new[] { thrown });
        Link(begin, new FlowEdge(frame.Entry(graph.Blocks[0], null)));
        while (_work.Count > 0)
        {
            if (_nodes.Count > Most)
                return null;
            _work.Dequeue().Walk();
        }

        return new(_nodes.Select(n => n.Node with { Next = n.Next.ToImmutableArray() }).ToImmutableArray());
    }
}
