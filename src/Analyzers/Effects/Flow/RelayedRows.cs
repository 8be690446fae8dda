using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// Rows that are read because they are not sent yet, sent, and only then marked or removed: when a run ends in between, the next sends them again.
/// That is the second half of an outbox, whatever it is called.
/// </summary>
internal sealed class RelayedRows(EffectGraph graph)
{
    private const int MostCallers = 8;

    private readonly Dictionary<Site, bool> _known = new();

    /// <summary>Whether what a site of a body sends are such rows.</summary>
    public bool AreSentAt(BodyFacts body, Site sending)
    {
        if (!_known.TryGetValue(sending, out var known))
            _known.Add(sending, known = IsCommittedAfter(body, sending) && Find(body, sending));
        return known;
    }

    private bool Find(BodyFacts body, Site sending)
    {
        var rows = body.GetSemanticModel() is { } model ? SentRows.At(sending.Place.FindNode(), model).ToList() : new();
        if (rows.Count == 0)
            return false;
        var callers = graph.CallersOf(body).Take(MostCallers).ToList();
        if (!rows.Exists(r => r.IsOneOfMany) && !callers.Exists(c => SentRows.IsInLoop(c.Site.Place.FindNode())))
            return false;
        var from = LastCommitBefore(body, sending);
        var after = Parts(body, s => s.Place.Span.Start >= from).ToList();
        var before = Parts(body, s => Place.Compare(s.Place, sending.Place) < 0).Concat(callers.SelectMany(c => Parts(c.Body, _ => true))).ToList();
        // a graph of one type does not tell by what rows are asked for elsewhere: the graph of all types will
        var isReadElsewhere = graph.Extent == GraphExtent.Type && body.Sites.Any(s => Place.Compare(s.Place, sending.Place) < 0 && IsOutOfSight(s));
        return rows.Select(r => r.Type).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).Any(IsMarked)
            || SqlMarks.AreSet(after.SelectMany(b => Calls(b, from, body)), before);

        bool IsMarked(INamedTypeSymbol row)
        {
            var marks = after.SelectMany(b => RowMarks.WrittenIn(b, row, graph)).Where(m => !IsEarlier(m.Place, from, body)).ToList();
            return marks.Exists(m => m.IsRemoval) || (isReadElsewhere && marks.Count > 0)
                || before.SelectMany(b => RowMarks.AskedIn(b, row)).Any(asked => marks.Exists(m => m.Property == asked));
        }
    }

    private bool IsOutOfSight(Site site) =>
        !site.IsForeign && site is { Row: null, Member: IMethodSymbol { MethodKind: MethodKind.Ordinary } } && graph.TargetsOf(site).Count == 0;

    /// <summary>The committing calls of a part.</summary>
    private IEnumerable<Site> Calls(BodyFacts part, int from, BodyFacts body) =>
        part.Sites.Where(s => !IsEarlier(s.Place, from, body) && graph.EffectAt(part, s)?.Row.Has(Effect.Commit) == true);

    /// <summary>A mark that was committed before the sending is none of a relay's: what is then not sent is never sent.</summary>
    private int LastCommitBefore(BodyFacts body, Site sending)
    {
        var commits = graph.Follow(Effect.Commit);
        var last = body.Sites.LastOrDefault(s => Place.Compare(s.Place, sending.Place) < 0 && commits.At(body, s).Any());
        return last?.Place.Span.End ?? body.Place.Span.Start;
    }

    private static bool IsEarlier(Place place, int from, BodyFacts body) =>
        place.Tree == body.Place.Tree && body.Place.Span.Contains(place.Span) && place.Span.Start < from;

    /// <summary>A body, and those that some of its sites run, two calls deep.</summary>
    private IEnumerable<BodyFacts> Parts(BodyFacts body, Func<Site, bool> counts, int depth = 2) => depth == 0
        ? new[] { body }
        : body.Sites.Where(counts).SelectMany(graph.TargetsOf).Where(t => t != body).SelectMany(t => Parts(t, _ => true, depth - 1)).Prepend(body).Distinct();

    private bool IsCommittedAfter(BodyFacts body, Site sending)
    {
        var commits = graph.Follow(Effect.Commit);
        return body.Sites.Any(s => Place.Compare(s.Place, sending.Place) > 0 && commits.At(body, s).Any());
    }
}
