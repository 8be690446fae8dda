using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>Clients that our own code creates: used where they are created, kept in fields, returned by methods, given to the container.</summary>
internal static class CreatedClients
{
    public static IEnumerable<UnlimitedClient> Unlimited(EffectGraph graph, TimeLimits limits) =>
        from made in graph.Modelled
        where made.Site.Has(Effect.Client) && made.Site.Row!.Kind == RowKind.New && limits.IsHarmless(made.Site)
        let unlimited = Judge(made, graph, limits)
        where unlimited is not null
        select unlimited;

    private static UnlimitedClient? Judge(SiteOf made, EffectGraph graph, TimeLimits limits)
    {
        var aliases = MadeAliases.Of(made, graph);
        if (!aliases.AreAllInSight)
            return null;
        var uses = aliases.Uses().ToList();
        if (uses.Exists(u => TimeLimits.IsLimit(u.Site) || !limits.IsHarmless(u.Site)))
            return null;
        var open = uses.Where(u => limits.IsOpen(u)).Select(u => u.Site).ToImmutableArray();
        return open.IsEmpty && !IsRegistered(made, graph) ? null : new(made, uses.Exists(u => TimeLimits.IsLimitOption(u.Site)), open);
    }

    /// <summary>The container hands it to code that asks for its type; that sets no limit where none does anywhere.</summary>
    private static bool IsRegistered(SiteOf made, EffectGraph graph) =>
        made.Site.Within?.Arguments.Service is { } service && SymbolEqualityComparer.Default.Equals(service, made.Site.Receiver)
        && made.Body.Method is { MethodKind: MethodKind.AnonymousFunction } && graph.Extent >= GraphExtent.Program
        && !graph.Modelled.Any(s => TimeLimits.IsLimitOption(s.Site) && s.Site.Subject is { Site: null, Symbol: IFieldSymbol or IParameterSymbol });
}
