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
internal static class DualPairs
{
    private readonly record struct End(EffectKind Kind, Trace Trace, int Doubt);

    /// <summary>One pair for each place that sends a message: with the nearest commit before it that always comes with it, else one that may, else one after it.</summary>
    public static IEnumerable<DualPair> In(EffectGraph graph, MethodFacts method)
    {
        var commits = new List<End>();
        var messages = new List<End>();
        foreach (var site in method.Sites)
        {
            if (graph.TargetsOf(site).Any(t => HoldsBoth(graph, t)))
                continue; // that callee is judged by itself
            var ends = Ends(graph, graph.EffectsAt(method, site));
            var commit = ends.Where(IsBusinessCommit).OrderBy(e => e.Doubt).Take(1).ToList();
            var message = ends.Where(e => IsMessage(graph, e)).OrderBy(e => e.Doubt).Take(1).ToList();
            commits.AddRange(commit);
            messages.AddRange(message);
        }

        return messages.Select(m => Pair(graph, m, commits)).OfType<DualPair>();
    }

    private static DualPair? Pair(EffectGraph graph, End message, List<End> commits)
    {
        var partners = commits.Where(c => CanMeet(graph, c.Trace.Site, message.Trace.Site)).ToList();
        var before = partners.Where(c => IsBefore(c, message)).OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message)).ThenByDescending(c => c.Trace.Site.Place.Span.Start);
        // a mail before a commit tells of something else as often as not
        var after = partners.Where(c => !IsBefore(c, message) && message.Kind.Effect != Effect.Notify).OrderBy(c => c.Doubt).ThenBy(c => IsOptional(c, message));
        return before.Concat(after).Select(c => new DualPair(c.Trace, message.Trace, c.Doubt + message.Doubt == 0)).FirstOrDefault();
    }

    /// <summary>
    /// Whether one run can pass both places with these ends: not in branches that exclude each other, and not where both ask the
    /// same member of whatever implements it, as a bus asks its handlers, since the one that commits need not be there when the one that sends is.
    /// </summary>
    private static bool CanMeet(EffectGraph graph, Site commit, Site message) =>
        commit != message
        && !Branch.AreExclusive(commit.Branch, message.Branch)
        && !(SymbolEqualityComparer.Default.Equals(commit.Member, message.Member) && graph.TargetsOf(commit).Count > 1);

    /// <summary>Whether the message may be sent without this commit: then another that always comes with it is the better partner.</summary>
    private static bool IsOptional(End commit, End message) => !Branch.Encloses(commit.Trace.Site.Branch, message.Trace.Site.Branch);

    /// <summary>The effects that can be an end: what only sounds like one is none.</summary>
    private static List<End> Ends(EffectGraph graph, IEnumerable<KeyValuePair<EffectKind, Trace>> effects) =>
        effects.Where(e => e.Key.Confidence != Confidence.Opaque).Select(e => new End(e.Key, e.Value, DoubtOf(graph, e.Key, e.Value))).ToList();

    private static bool HoldsBoth(EffectGraph graph, MethodFacts method)
    {
        var ends = Ends(graph, graph.EffectsOf(method));
        return ends.Any(IsBusinessCommit) && ends.Any(e => IsMessage(graph, e));
    }

    private static bool IsBefore(End a, End b) => Place.Compare(a.Trace.Site.Place, b.Trace.Site.Place) < 0;

    private static bool IsBusinessCommit(End end) => end.Kind is { Effect: Effect.Commit, Store: false };

    /// <summary>A message that leaves; or one that is stored apart, in a commit of its own, which is an outbox in name only.</summary>
    private static bool IsMessage(EffectGraph graph, End end) =>
        end.Kind is { Effect: Effect.Publish or Effect.Notify, Store: false } or { Effect: Effect.Commit, Store: true }
        && !end.Trace.Steps.Any(s => IsRelay(graph, s.Method));

    /// <summary>A method that sends messages and marks their rows takes them from a store: that is the second half of an outbox.</summary>
    private static bool IsRelay(EffectGraph graph, MethodFacts method)
    {
        var effects = graph.EffectsOf(method).Keys;
        return effects.Any(k => k is { Store: true, Effect: Effect.Commit or Effect.Write })
            && effects.Any(k => k.Effect is Effect.Publish or Effect.Notify && k.Confidence != Confidence.Opaque);
    }

    /// <summary>Zero for an end that is known to carry business; more for what is guessed, mild, or done by some of the implementations only.</summary>
    private static int DoubtOf(EffectGraph graph, EffectKind kind, Trace trace) =>
        (kind.Confidence == Confidence.Known ? 0 : 1) + (kind.Effect == Effect.Notify ? 1 : 0) + (trace.Steps.All(s => IsDoneByAll(graph, s, kind.Effect)) ? 0 : 1);

    /// <summary>Whether everything that may run at a step has the effect; what does nothing at all stands in for a system that is switched off.</summary>
    private static bool IsDoneByAll(EffectGraph graph, Trace step, Effect effect) =>
        step.Next is null || graph.TargetsOf(step.Site).All(t => t.Sites.IsEmpty || graph.EffectsOf(t).Keys.Any(k => k.Effect == effect));
}
