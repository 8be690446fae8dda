using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A commit and a message on one path.</summary>
internal sealed record DualPair(Trace Commit, Trace Message, bool IsCertain)
{
    /// <summary>How many calls lie between the body and the two ends: the fewer, the clearer.</summary>
    public int Distance => Commit.Steps.Count() + Message.Steps.Count();

    public bool MessageFirst => Place.Compare(Message.Site.Place, Commit.Site.Place) < 0;
}

/// <summary>Finds the commits and messages of one body that no transaction holds together.</summary>
internal sealed class DualPairs(EffectGraph graph)
{
    private readonly Dictionary<BodyFacts, bool> _holdsBoth = new();
    private readonly Dictionary<BodyFacts, bool> _isRelay = new();

    private readonly record struct End(EffectKind Kind, Trace Trace, int Doubt);

    /// <summary>Whether there is a message at all, or a store that a commit may put one into: in nearly all code that commits there is neither.</summary>
    public bool MayExist => graph.Has(Effect.Publish | Effect.Notify) || graph.HasStore;

    /// <summary>One pair for each place that sends a message: with the nearest commit before it that always comes with it, else one that may, else one after it.</summary>
    public IEnumerable<DualPair> In(BodyFacts body)
    {
        if (!MayHoldBoth(body))
            return Enumerable.Empty<DualPair>(); // nearly every body
        var commits = new List<End>();
        var messages = new List<End>();
        foreach (var site in body.Sites)
        {
            if (graph.TargetsOf(site).Any(HoldsBoth))
                continue; // that callee is judged by itself
            var effects = graph.EffectsAt(body, site).ToList();
            commits.AddRange(Clearest(effects.Where(e => IsBusinessCommit(e.Key))));
            messages.AddRange(Clearest(effects.Where(e => IsMessage(e.Key, e.Value))));
        }

        return messages.Select(m => Pair(m, commits)).OfType<DualPair>();
    }

    private IEnumerable<End> Clearest(IEnumerable<KeyValuePair<EffectKind, Trace>> ends) =>
        ends.Select(e => new End(e.Key, e.Value, DoubtOf(e.Key, e.Value))).OrderBy(e => e.Doubt).Take(1);

    private DualPair? Pair(End message, List<End> commits)
    {
        var partners = commits.Where(c => CanMeet(c.Trace.Site, message.Trace.Site)).ToList();
        var before = partners.Where(c => IsBefore(c, message)).OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message)).ThenByDescending(c => c.Trace.Site.Place.Span.Start);
        // a mail before a commit tells of something else as often as not
        var after = partners.Where(c => !IsBefore(c, message) && message.Kind.Effect != Effect.Notify).OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message));
        return before.Concat(after).Select(c => new DualPair(c.Trace, message.Trace, c.Doubt + message.Doubt == 0)).FirstOrDefault();
    }

    /// <summary>
    /// Whether one run can pass both places with these ends: not in branches that exclude each other, and not where both ask the
    /// same member of whatever implements it, as a bus asks its handlers, since the one that commits need not be there when the one that sends is.
    /// </summary>
    private bool CanMeet(Site commit, Site message) =>
        commit != message
        && !Branch.AreExclusive(commit.FindBranch(), message.FindBranch())
        && !(SymbolEqualityComparer.Default.Equals(commit.Member, message.Member) && graph.TargetsOf(commit).Count > 1);

    /// <summary>Whether the message may be sent without this commit: then another that always comes with it is the better partner.</summary>
    private static bool IsOptional(End commit, End message) => !Branch.Encloses(commit.Trace.Site.FindBranch(), message.Trace.Site.FindBranch());

    private static bool IsBefore(End a, End b) => Place.Compare(a.Trace.Site.Place, b.Trace.Site.Place) < 0;

    // an end is never what only sounds like one
    private static bool IsBusinessCommit(EffectKind kind) => kind is { Effect: Effect.Commit, Store: false, Confidence: not Confidence.Opaque };

    /// <summary>A message that leaves; or one that is stored apart, in a commit of its own, which is an outbox in name only.</summary>
    private bool IsMessage(EffectKind kind, Trace trace) => IsMessage(kind) && !trace.Steps.Any(s => IsRelay(s.Body));

    private static bool IsMessage(EffectKind kind) =>
        kind is { Effect: Effect.Publish or Effect.Notify, Store: false } or { Effect: Effect.Commit, Store: true } && kind.Confidence != Confidence.Opaque;

    private bool MayHoldBoth(BodyFacts body)
    {
        var effects = graph.EffectsOf(body).Keys;
        return effects.Any(IsBusinessCommit) && effects.Any(IsMessage);
    }

    private bool HoldsBoth(BodyFacts body)
    {
        if (!_holdsBoth.TryGetValue(body, out var both))
        {
            var effects = graph.EffectsOf(body);
            _holdsBoth.Add(body, both = effects.Keys.Any(IsBusinessCommit) && effects.Any(e => IsMessage(e.Key, e.Value)));
        }

        return both;
    }

    /// <summary>A method that sends messages and marks their rows takes them from a store: that is the second half of an outbox.</summary>
    private bool IsRelay(BodyFacts body)
    {
        if (!_isRelay.TryGetValue(body, out var relay))
        {
            var effects = graph.EffectsOf(body).Keys;
            _isRelay.Add(body, relay = effects.Any(k => k is { Store: true, Effect: Effect.Commit or Effect.Write })
                && effects.Any(k => k.Effect is Effect.Publish or Effect.Notify && k.Confidence != Confidence.Opaque));
        }

        return relay;
    }

    /// <summary>Zero for an end that is known to carry business; more for what is guessed, mild, or done by some of the implementations only.</summary>
    private int DoubtOf(EffectKind kind, Trace trace) =>
        (kind.Confidence == Confidence.Known ? 0 : 1) + (kind.Effect == Effect.Notify ? 1 : 0) + (trace.Steps.All(s => IsDoneByAll(s, kind.Effect)) ? 0 : 1);

    /// <summary>Whether everything that may run at a step has the effect; what does nothing at all stands in for a system that is switched off.</summary>
    private bool IsDoneByAll(Trace step, Effect effect) =>
        step.Next is null || graph.TargetsOf(step.Site).All(t => t.Sites.IsEmpty || graph.EffectsOf(t).Keys.Any(k => k.Effect == effect));
}
