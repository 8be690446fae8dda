using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>Finds the transactions that bodies begin, themselves or through methods of ours, and what they do while one is open.</summary>
internal sealed class OpenTransactions(EffectGraph graph)
{
    private readonly Propagation<EffectKind> _begins = graph.Follow(Effect.Begin);
    private readonly Propagation<TransactionEnd> _ends = graph.Follow(TransactionEnds.All);

    public IEnumerable<OpenTransaction> InAll() => _begins.Bodies.SelectMany(In);

    private IEnumerable<OpenTransaction> In(BodyFacts body)
    {
        var ways = body.Sites.Select(s => (Begin: s, Ways: WaysToBegin(body, s))).Where(b => b.Ways.Count > 0).ToList();
        var begins = ways.Select(b => b.Begin).ToArray();
        // what begins one too commits its own
        var ends = body.Sites.Where(s => !s.Has(Effect.Begin) && _ends.At(body, s).Any() && !_begins.At(body, s).Any()).ToArray();
        var others = body.Sites.Except(begins).Except(ends).ToList();
        return ways.Select(b => new OpenTransaction(body, b.Begin, b.Ways, others.Where(s => IsInside(s, b.Begin)).ToList(), ends.Length > 0));

        bool IsInside(Site call, Site begin) => graph.FlowFacts.MayPrecede(body, begin, call, ends)
            && (ends.Length == 0 || Array.Exists(ends, e => graph.FlowFacts.MayPrecede(body, call, e, begins)));
    }

    /// <summary>The calls that lead from a site to what begins a transaction, and leave it open behind it.</summary>
    private List<Trace> WaysToBegin(BodyFacts body, Site site) => _begins.At(body, site)
        .Where(b => b.Key.Confidence == Confidence.Known && !b.Value.Steps.Skip(1).Any(s => s.Body.Sites.Any(c => _ends.At(s.Body, c).Any())))
        .Select(b => b.Value).ToList();
}
