using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>A transaction that a body begins, and the calls that it makes while it is open.</summary>
/// <param name="Body">The body.</param>
/// <param name="Begin">What begins it.</param>
/// <param name="Calls">The calls between its begin and a commit that can still be reached.</param>
internal sealed record OpenTransaction(BodyFacts Body, Site Begin, IReadOnlyList<Site> Calls)
{
    /// <summary>The transactions of a body.</summary>
    public static IEnumerable<OpenTransaction> In(BodyFacts body)
    {
        if (!body.Sites.Any(s => s.Has(Effect.Begin)) || body.Flow is not { } flow)
            return Enumerable.Empty<OpenTransaction>();
        var ends = flow.Sites.Where(s => s.Has(Trait.Completes)).ToList();
        return flow.Sites.Where(s => s.Has(Effect.Begin)).Select(b => new OpenTransaction(body, b, flow.Sites.Where(s => IsInside(s, b)).ToList()));

        bool IsInside(Site call, Site begin) =>
            !call.Has(Effect.Begin) && !call.Has(Trait.Completes)
            && flow.Run(FlowPoint.Done(begin), FlowPoint.Of(call), IsEnd) is not null
            && ends.Any(e => flow.Run(FlowPoint.Done(call), FlowPoint.Of(e), n => n.Moment == FlowMoment.Call && n.Site!.Has(Effect.Begin)) is not null);
    }

    private static bool IsEnd(FlowNode node) => node.Moment == FlowMoment.Call && node.Site!.Has(Trait.Completes);
}
