using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>A retry that nothing ends keeps its caller, its memory and its share of the load until the other side comes back, if it does.</summary>
/// <remarks>
/// Silent where a number, a collection, a token, a clock or a state ends the cycle, and for policies that choose what they handle.
/// Information in hosted services that wait between tries: a supervisor may be meant to go on for ever.
/// </remarks>
internal sealed class RetryWithoutCap() : ScopeRule(Definition, Effect.Retry | Effect.Commit | RemoteRetries.Tried)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1005",
        title: "Retry without an end",
        messageFormat: "'{0}' is tried again for ever: no count, time or token ends it. Limit the tries, and let the last failure go on.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        RemoteRetries.ByHand(graph).Where(r => r.Retry.Bounds == FlowBounds.None).Select(r => OfCycle(r, graph.FlowFacts))
            .Concat(RemoteRetries.ByPolicy(graph).Where(s => IsEndless(s.Site)).Select(s => At(s.Site)));

    private static bool IsEndless(Site policy) =>
        policy.Row!.Arguments(ClauseKind.Retries).Contains("endless") && !RemoteRetries.HandledBy(policy).IsChosen;

    private static Finding OfCycle(RemoteRetry retry, FlowFacts facts)
    {
        var waits = retry.Retry.Again.Calls.Any(c => facts.Does(retry.Body, c, Effect.Wait));
        return At(retry.Retry.Site) with { Severity = waits && HostedServices.Is(retry.Body.Type) ? DiagnosticSeverity.Info : null };
    }

    private static Finding At(Site site) => new(site.Place.GetLocation(), ImmutableArray.Create(site.Name));
}
