using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>Clients that are created in a body and used there, or kept in a private field and used in its type.</summary>
internal static class CreatedClients
{
    public static IEnumerable<UnlimitedClient> Unlimited(EffectGraph graph, TimeLimits limits) =>
        from site in graph.Modelled
        let body = site.Body
        let made = site.Site
        where made.Has(Effect.Client) && made.Row!.Kind == RowKind.New && limits.IsHarmless(made)
        let life = Life(graph, body, made)
        let unlimited = life is null ? null : Judge(limits, made, life)
        where unlimited is not null
        select unlimited;

    private static UnlimitedClient? Judge(TimeLimits limits, Site made, IReadOnlyList<BodyFacts> life)
    {
        var uses = life.SelectMany(m => m.Sites.Where(s => Acts(s, made)).Select(s => (Site: s, Body: m))).ToList();
        if (uses.Any(u => TimeLimits.IsLimit(u.Site) || !limits.IsHarmless(u.Site)))
            return null;
        var open = uses.Where(u => limits.IsOpen(u.Site, u.Body.Sites)).Select(u => u.Site).ToImmutableArray();
        return open.IsEmpty ? null : new(made, uses.Any(u => TimeLimits.IsLimitOption(u.Site)), open);
    }

    /// <summary>The bodies that can see the client, where these are all; else null.</summary>
    private static IReadOnlyList<BodyFacts>? Life(EffectGraph graph, BodyFacts body, Site made)
    {
        if (made.Target is null or ILocalSymbol)
            return graph.BodiesOf(body.Type).Where(m => TimeLimits.Is(m.Owner, body.Owner)).ToList();
        var isPrivate = made.Target.DeclaredAccessibility == Accessibility.Private;
        return isPrivate || graph.Extent == GraphExtent.Solution ? graph.BodiesOf(body.Type).ToList() : null;
    }

    private static bool Acts(Site site, Site made) => site.Subject.Site == made || TimeLimits.Is(site.Subject.Symbol, made.Target);
}
