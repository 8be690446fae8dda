using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>Tries that follow at once meet the same fault, and hit a service that is going down with a multiple of its load.</summary>
/// <remarks>Silent where a wait lies in the cycle or in what it calls; for the next of several addresses; for conflicts of concurrent writes.</remarks>
internal sealed class RetryWithoutBackoff() : ScopeRule(Definition, Effect.Retry | Effect.Commit | RemoteRetries.Tried)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1006",
        title: "Retry without a wait",
        messageFormat: "'{0}' is tried again at once: the fault is still there, and a service in trouble gets a multiple of its load. "
            + "Wait between the tries, longer each time.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    private static readonly HashSet<string> Waits = new(StringComparer.Ordinal) { "delay", "wait", "sleep", "backoff", "pause" };

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        RemoteRetries.ByHand(graph).Where(r => (r.Retry.Bounds & FlowBounds.Collection) == 0 && IsHot(r, graph.FlowFacts)).Select(r => r.Retry.Site)
            .Concat(RemoteRetries.ByPolicy(graph).Select(s => s.Site).Where(s => s.Has(Trait.Immediate) && !HandlesConflicts(s)))
            .Select(s => new Finding(s.Place.GetLocation(), ImmutableArray.Create(s.Name)));

    /// <summary>Whether a run leads from the failure to the next try that passes no wait.</summary>
    private static bool IsHot(RemoteRetry retry, FlowFacts facts) => retry.Body.Flow!.Run(
        FlowPoint.Failed(retry.Retry.Site),
        FlowPoint.Of(retry.Retry.Site),
        n => !retry.Retry.Loop.Contains(n) || (n.Moment == FlowMoment.Call && IsWait(retry.Body, n.Site!, facts))) is not null;

    private static bool IsWait(BodyFacts body, Site site, FlowFacts facts) => facts.Does(body, site, Effect.Wait) || Words.Any(site.Name, Waits);

    private static bool HandlesConflicts(Site policy) =>
        RemoteRetries.HandledBy(policy).Handled is { Count: > 0 } handled && handled.All(t => t.Contains("Concurrency"));
}
