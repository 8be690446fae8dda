using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>Finds the commits and messages of one body that no transaction holds together.</summary>
internal sealed class DualPairs(EffectGraph graph)
{
    private readonly Propagation<TransactionEffect> _effects = graph.Follow(TransactionEffects.All);
    private readonly RelayedRows _relayed = new(graph);
    private readonly OutboxCover _outboxes = new(graph);
    private readonly Interceptors _interceptors = new(graph);
    private readonly UnboundEvidence _unbound = new(graph);
    private readonly Dictionary<BodyFacts, bool> _holdsBoth = new();

    /// <summary>Whether there is a message at all, or a store that a commit may put one into: in nearly all code that commits there is neither.</summary>
    public static bool MayExist(EffectGraph graph) => graph.Has(Effect.Publish | Effect.Notify) || graph.Bodies.Any(b => b.Summary.Has(Trait.Store));

    /// <summary>The pairs of every body, in order.</summary>
    public IEnumerable<(BodyFacts Body, DualPair Pair)> All() => _effects.Bodies
        .SelectMany(body => (MayHoldBoth(body) ? In(body) : InInterceptor(body)).Select(pair => (body, pair)));

    /// <summary>One pair for each place that sends: with the nearest commit before it that always comes along, else one that may, else one after it.</summary>
    private IEnumerable<DualPair> In(BodyFacts body)
    {
        var commits = body.Sites.SelectMany(s => CommitsAt(body, s)).ToList();
        return MessagesOf(body).Select(m => Pair(body, m, commits)).OfType<DualPair>();
    }

    /// <summary>What an interceptor sends goes with every save that runs it.</summary>
    private IEnumerable<DualPair> InInterceptor(BodyFacts body)
    {
        if (!_effects.Of(body).Keys.Any(e => e.IsMessage) || _interceptors.RowOf(body) is not { } row || MessagesOf(body) is not { Count: > 0 } messages)
            yield break;
        var commits = _interceptors.CallsOf(body, row).SelectMany(c => CommitsAt(c.Body, c.Site)).ToList();
        foreach (var message in messages)
        {
            var apart = commits.Where(c => !_outboxes.Takes(c.Trace.Body, message, c)).OrderBy(c => c.Doubt).ToList();
            if (apart.Count > 0)
            {
                var isFirst = row.Arguments(ClauseKind.Before).Any();
                yield return new(apart[0], message, isFirst) { MoreCommits = apart.Skip(1).Select(c => c.Site).ToImmutableArray() };
            }
        }
    }

    private IEnumerable<DualEnd> CommitsAt(BodyFacts body, Site site) => Clearest(_effects.At(body, site).Where(e => e.Key.IsBusinessCommit));

    /// <summary>A message of a callee that holds both ends is judged there; its commit goes with what the caller sends by itself.</summary>
    private IReadOnlyList<DualEnd> MessagesOf(BodyFacts body) => body.Sites.Where(s => !graph.TargetsOf(s).Any(HoldsBoth))
        .SelectMany(s => Clearest(_effects.At(body, s).Where(e => IsMessage(e.Key, e.Value)))).ToList();

    private IEnumerable<DualEnd> Clearest(IEnumerable<KeyValuePair<TransactionEffect, Trace>> ends) =>
        ends.Select(e => End(e.Key, e.Value)).OrderBy(e => e.Doubt).Take(1);

    private DualEnd End(TransactionEffect effect, Trace trace)
    {
        var unbound = _unbound.Of(effect, trace).ToImmutableArray();
        return new(effect, trace, DoubtOf(effect, trace) + (unbound.IsEmpty ? 0 : 1), unbound);
    }

    private DualPair? Pair(BodyFacts body, DualEnd message, List<DualEnd> commits)
    {
        var partners = commits.Where(c => CanMeet(c, message) && !_outboxes.Takes(body, message, c)).ToList();
        var before = partners.Where(c => IsBefore(body, c, message))
            .OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message)).ThenByDescending(c => c.Site.Place.Span.Start);
        // a mail before a commit tells of something else as often as not
        var after = partners.Where(c => message.Effect.Effect != Effect.Notify && IsBefore(body, message, c))
            .OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message));
        return before.Select(c => new DualPair(c, message, IsMessageFirst: false))
            .Concat(after.Select(c => new DualPair(c, message, IsMessageFirst: true))).FirstOrDefault();
    }

    private bool IsBefore(BodyFacts body, DualEnd first, DualEnd later) => graph.FlowFacts.MayPrecede(body, first.Site, later.Site);

    /// <summary>
    /// Whether both ends can be those of one run that passes both places: not where they ask the same member of whatever implements it, as a bus asks
    /// its handlers, since the one that commits need not be there when the one that sends is,
    /// and not where one object would have to be of two classes.
    /// </summary>
    private bool CanMeet(DualEnd commit, DualEnd message) =>
        commit.Site != message.Site
        && !(SymbolEqualityComparer.Default.Equals(commit.Site.Member, message.Site.Member) && graph.TargetsOf(commit.Site).Count > 1)
        && (!commit.Site.SharesObjectWith(message.Site) || message.Trace.Next is not { Body.Type: { } sender } || MayCommit(commit, sender));

    /// <summary>Whether a commit is one of an object of this class too.</summary>
    private bool MayCommit(DualEnd commit, INamedTypeSymbol type) => commit.Trace.Next is null
        || graph.TargetsOf(commit.Site).Any(t => (t.Type is null || TypeLineage.AreRelated(t.Type, type)) && _effects.Of(t).Keys.Any(e => e.IsBusinessCommit));

    /// <summary>Whether the message may be sent without this commit: then another that always comes with it is the better partner.</summary>
    private static bool IsOptional(DualEnd commit, DualEnd message) => !Branch.Encloses(commit.Site.FindBranch(), message.Site.FindBranch());

    private bool IsMessage(TransactionEffect effect, Trace trace) =>
        effect.IsMessage && !trace.Steps.Any(s => TransactionEffects.IsRelay(_effects.Of(s.Body).Keys) || _relayed.AreSentAt(s.Body, s.Site));

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
        + (effect.Effect == Effect.Notify || (effect.Effect == Effect.Publish && CacheSignal.Is(trace)) ? 1 : 0)
        + (trace.Steps.All(s => IsDoneByAll(s, effect.Effect)) ? 0 : 1);

    /// <summary>Whether everything that may run at a step has the effect; what does nothing at all stands in for a system that is switched off.</summary>
    private bool IsDoneByAll(Trace step, Effect effect) =>
        step.Next is null || graph.TargetsOf(step.Site).All(t => t.Sites.IsEmpty || _effects.Of(t).Keys.Any(e => e.Effect == effect));
}
