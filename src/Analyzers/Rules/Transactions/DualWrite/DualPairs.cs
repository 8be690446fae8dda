using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>Finds the commits and messages of one body that no transaction holds together.</summary>
internal sealed class DualPairs(EffectGraph graph)
{
    private readonly Propagation<TransactionEffect> _effects = graph.Follow(TransactionEffects.All);
    private readonly Dictionary<BodyFacts, bool> _holdsBoth = new();

    private readonly record struct End(TransactionEffect Effect, Trace Trace, int Doubt);

    /// <summary>Whether there is a message at all, or a store that a commit may put one into: in nearly all code that commits there is neither.</summary>
    public static bool MayExist(EffectGraph graph) => graph.Has(Effect.Publish | Effect.Notify) || graph.Bodies.Any(b => b.Summary.Has(Trait.Store));

    /// <summary>The pairs of every body, in order.</summary>
    public IEnumerable<(BodyFacts Body, DualPair Pair)> All() => _effects.Bodies.Where(MayHoldBoth).SelectMany(body => In(body).Select(pair => (body, pair)));

    /// <summary>One pair for each place that sends a message: with the nearest commit before it that always comes with it, else one that may, else one after it.</summary>
    private IEnumerable<DualPair> In(BodyFacts body)
    {
        var commits = new List<End>();
        var messages = new List<End>();
        foreach (var site in body.Sites)
        {
            if (graph.TargetsOf(site).Any(HoldsBoth))
                continue; // that callee is judged by itself
            var effects = _effects.At(body, site).ToList();
            commits.AddRange(Clearest(effects.Where(e => e.Key.IsBusinessCommit)));
            messages.AddRange(Clearest(effects.Where(e => IsMessage(e.Key, e.Value))));
        }

        return messages.Select(m => Pair(m, commits)).OfType<DualPair>();
    }

    private IEnumerable<End> Clearest(IEnumerable<KeyValuePair<TransactionEffect, Trace>> ends) =>
        ends.Select(e => new End(e.Key, e.Value, DoubtOf(e.Key, e.Value))).OrderBy(e => e.Doubt).Take(1);

    private DualPair? Pair(End message, List<End> commits)
    {
        var partners = commits.Where(c => CanMeet(c.Trace.Site, message.Trace.Site)).ToList();
        var before = partners.Where(c => IsBefore(c, message))
            .OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message)).ThenByDescending(c => c.Trace.Site.Place.Span.Start);
        // a mail before a commit tells of something else as often as not
        var after = partners.Where(c => !IsBefore(c, message) && message.Effect.Effect != Effect.Notify)
            .OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message));
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

    private bool IsMessage(TransactionEffect effect, Trace trace) =>
        effect.IsMessage && !trace.Steps.Any(s => TransactionEffects.IsRelay(_effects.Of(s.Body).Keys));

    private bool MayHoldBoth(BodyFacts body)
    {
        var effects = _effects.Of(body).Keys;
        return effects.Any(e => e.IsBusinessCommit) && effects.Any(e => e.IsMessage);
    }

    private bool HoldsBoth(BodyFacts body)
    {
        if (!_holdsBoth.TryGetValue(body, out var both))
            _holdsBoth.Add(body, both = MayHoldBoth(body) && _effects.Of(body).Any(e => IsMessage(e.Key, e.Value)));
        return both;
    }

    /// <summary>Zero for an end that is known to carry business; more for what is guessed, mild, or done by some of the implementations only.</summary>
    private int DoubtOf(TransactionEffect effect, Trace trace) =>
        (effect.Confidence == Confidence.Known ? 0 : 1)
        + (effect.Effect == Effect.Notify ? 1 : 0)
        + (trace.Steps.All(s => IsDoneByAll(s, effect.Effect)) ? 0 : 1);

    /// <summary>Whether everything that may run at a step has the effect; what does nothing at all stands in for a system that is switched off.</summary>
    private bool IsDoneByAll(Trace step, Effect effect) =>
        step.Next is null || graph.TargetsOf(step.Site).All(t => t.Sites.IsEmpty || _effects.Of(t).Keys.Any(e => e.Effect == effect));
}
