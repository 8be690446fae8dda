using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>A cycle that a call's failure leads back through, while its success leaves it.</summary>
/// <param name="Site">The call.</param>
/// <param name="Loop">The cycle.</param>
/// <param name="Again">The way from its failure to the next try.</param>
internal sealed record FlowRetry(Site Site, FlowLoop Loop, FlowRun Again)
{
    /// <summary>What may end the tries.</summary>
    public FlowBounds Bounds { get; init; }

    /// <summary>The retries of a body, of every call and cycle.</summary>
    public static IEnumerable<FlowRetry> In(BodyFlow flow) =>
        from loop in flow.Loops
        from site in flow.Sites
        where flow.Nodes.Any(n => FlowPoint.Failed(site).IsAt(n) && loop.Contains(n))
        let again = flow.Run(FlowPoint.Failed(site), FlowPoint.Of(site), n => !loop.Contains(n))
        where again is not null && flow.Run(FlowPoint.Done(site), FlowPoint.Of(site), n => !loop.Contains(n)) is null
        select new FlowRetry(site, loop, again) { Bounds = BoundsOf(loop, flow, again) };

    /// <summary>The conditions by which a round may leave the cycle, on the way from the failure or beside it, and the tokens that end its calls.</summary>
    private static FlowBounds BoundsOf(FlowLoop loop, BodyFlow flow, FlowRun again)
    {
        var bounds = FlowBounds.None;
        foreach (var node in again.Nodes)
        {
            if (node.Tests != FlowBounds.None && (node.Next.Length < 2 || node.Next.Any(e => !loop.Contains(flow.Nodes[e.Target]))))
                bounds |= node.Tests;
            if (node.Moment == FlowMoment.Call && node.Site!.Arguments.Cancel != default && IsLeftByCancelling(node.Site, loop, flow))
                bounds |= FlowBounds.Token;
        }

        return bounds;
    }

    /// <summary>Whether a call that is cancelled ends the tries: its failure may leave the cycle, or a handler says so of the cancellation.</summary>
    private static bool IsLeftByCancelling(Site call, FlowLoop loop, BodyFlow flow) =>
        flow.Nodes.Any(n => FlowPoint.Failed(call).IsAt(n) && n.Next.Any(e => !loop.Nodes.Contains(e.Target)))
        || call.Place.FindNode().Ancestors().OfType<TryStatementSyntax>()
            .Any(t => t.Catches.Any(c => c.Declaration?.Type.ToString().Contains("Cancel") == true));
}
