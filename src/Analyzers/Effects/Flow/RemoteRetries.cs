using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>A cycle that tries again what is remote.</summary>
internal readonly record struct RemoteRetry(BodyFacts Body, FlowRetry Retry);

/// <summary>The retries of remote calls: by hand, and by the policies of a library.</summary>
internal static class RemoteRetries
{
    /// <summary>What may be tried again by a cycle, wherever it stands behind the call; a commit only where it stands, since repair loops reach many.</summary>
    public const Effect Tried = Effect.RemoteCall | Effect.Publish | Effect.Notify;

    /// <summary>The cycles of the bodies of a graph, one for each call; the outermost call, where one runs inside of another.</summary>
    public static IEnumerable<RemoteRetry> ByHand(EffectGraph graph) =>
        from body in graph.Bodies
        where body.HandlesFailures && body.Sites.Any(s => IsTried(s, body, graph))
            && LoopSyntax.IsIn(body.Place.FindNode()) && body.Flow is { Loops.IsEmpty: false }
        from retries in body.Flow!.Retries.Where(r => IsTried(r.Site, body, graph)).GroupBy(r => r.Loop.Head)
        select new RemoteRetry(body, retries.OrderBy(r => r.Site.Place.Span.Start).First());

    private static bool IsTried(Site site, BodyFacts body, EffectGraph graph) => site.Has(Effect.Commit) || graph.FlowFacts.Does(body, site, Tried);

    /// <summary>What registers or configures a policy that tries again.</summary>
    public static IEnumerable<SiteOf> ByPolicy(EffectGraph graph) => graph.Modelled.Where(s => s.Site.Has(Effect.Retry));

    /// <summary>The types of exception that the policy of a call handles, and whether a predicate leaves some out: <c>Handle&lt;T&gt;(e => …)</c>.</summary>
    public static (IReadOnlyList<string> Handled, bool IsChosen) HandledBy(Site policy)
    {
        var handled = new List<string>();
        var isChosen = false;
        for (var node = policy.Place.FindNode() as InvocationExpressionSyntax;
            node?.Expression is MemberAccessExpressionSyntax access;
            node = access.Expression as InvocationExpressionSyntax)
        {
            if (access.Name is not GenericNameSyntax { Identifier.ValueText: "Handle" or "Or" or "HandleInner" or "OrInner" } generic)
                continue;
            handled.Add(generic.TypeArgumentList.Arguments[0].ToString());
            isChosen |= node.ArgumentList.Arguments.Count > 0;
        }

        return (handled, isChosen);
    }
}
