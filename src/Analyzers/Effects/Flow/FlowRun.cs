namespace DistPatterns.Effects;

/// <summary>One run between two moments, a shortest one.</summary>
/// <param name="Nodes">The steps, the two moments included.</param>
internal sealed record FlowRun(IReadOnlyList<FlowNode> Nodes)
{
    /// <summary>The calls that it passes, in order.</summary>
    public IEnumerable<Site> Calls => Nodes.Where(n => n.Moment == FlowMoment.Call).Select(n => n.Site!);

    /// <summary>It passes a <c>catch</c>.</summary>
    public bool PassesHandler => Nodes.Any(n => n.IsInHandler);
}
