using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>Finds the transactions that bodies begin, themselves or through methods of ours, and what they do while one is open.</summary>
internal sealed class OpenTransactions(EffectGraph graph)
{
    private readonly Propagation<EffectKind> _begins = graph.Follow(Effect.Begin);
    private readonly Propagation<TransactionEnd> _ends = graph.Follow(TransactionEnds.All);

    public IEnumerable<OpenTransaction> InAll() => _begins.Bodies.SelectMany(In);

    /// <summary>The calls that lead from a site to what begins a transaction, and leave it open behind it.</summary>
    public IEnumerable<Trace> WaysToBegin(BodyFacts body, Site site) => _begins.At(body, site)
        .Where(b => b.Key.Confidence == Confidence.Known && !b.Value.Steps.Skip(1).Any(s => s.Body.Sites.Any(c => _ends.At(s.Body, c).Any())))
        .Select(b => b.Value);

    private IEnumerable<OpenTransaction> In(BodyFacts body)
    {
        var begins = body.Sites.Where(s => WaysToBegin(body, s).Any()).ToArray();
        // what begins one too commits its own
        var ends = body.Sites.Where(s => !s.Has(Effect.Begin) && _ends.At(body, s).Any() && !_begins.At(body, s).Any()).ToArray();
        return begins.Select(b => new OpenTransaction(body, b, body.Sites.Except(begins).Except(ends).Where(s => IsInside(s, b)).ToList(), ends.Length > 0));

        bool IsInside(Site call, Site begin) => graph.FlowFacts.MayPrecede(body, begin, call, ends)
            && (ends.Length == 0 || Array.Exists(ends, e => graph.FlowFacts.MayPrecede(body, call, e, begins)));
    }
}
