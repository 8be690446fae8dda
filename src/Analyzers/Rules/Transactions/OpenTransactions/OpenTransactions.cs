using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>Finds the transactions that a body begins and commits, itself or through methods of ours, and what it does in between.</summary>
internal sealed class OpenTransactions(EffectGraph graph)
{
    private readonly Propagation<EffectKind> _begins = graph.Follow(Effect.Begin);
    private readonly Propagation<TransactionEnd> _ends = graph.Follow(TransactionEnds.All);

    public IEnumerable<OpenTransaction> InAll() => _begins.Bodies.SelectMany(In);

    private IEnumerable<OpenTransaction> In(BodyFacts body)
    {
        var begins = body.Sites.Where(s => Begins(body, s)).ToList();
        // what begins one too commits its own
        var ends = body.Sites.Where(s => !s.Has(Effect.Begin) && _ends.At(body, s).Any() && !_begins.At(body, s).Any()).ToList();
        if (begins.Count == 0 || ends.Count == 0 || body.Flow is not { } flow)
            return Enumerable.Empty<OpenTransaction>();
        return begins.Select(b => new OpenTransaction(body, b, body.Sites.Where(s => !begins.Contains(s) && !ends.Contains(s) && IsInside(s, b)).ToList()));

        bool IsInside(Site call, Site begin) => flow.Run(FlowPoint.Done(begin), FlowPoint.Of(call), IsAt(ends)) is not null
            && ends.Exists(e => flow.Run(FlowPoint.Done(call), FlowPoint.Of(e), IsAt(begins)) is not null);
    }

    /// <summary>Whether a call leaves a transaction open behind it.</summary>
    private bool Begins(BodyFacts body, Site site) => _begins.At(body, site)
        .Any(b => b.Key.Confidence == Confidence.Known && !b.Value.Steps.Skip(1).Any(s => s.Body.Sites.Any(c => _ends.At(s.Body, c).Any())));

    private static Func<FlowNode, bool> IsAt(List<Site> sites) => node => node.Moment == FlowMoment.Call && sites.Contains(node.Site!);
}
