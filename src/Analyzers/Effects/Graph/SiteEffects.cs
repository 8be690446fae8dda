using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What a site does by itself, and how sure that is: by a library's row, by the field's conventions, or by an opaque name behind them.</summary>
internal sealed class SiteEffects(EffectGraph graph)
{
    private readonly Conventions _conventions = graph.Catalog.Conventions;

    /// <summary>What says what the site's own member does; null where nothing does, or a declared fact takes it back.</summary>
    public EffectSite? Of(BodyFacts body, Site site)
    {
        if (site.Row is not { } row)
            return OfName(body, site);
        return row.Arguments(ClauseKind.Unless).Any(IsDeclared) ? null : new(body, site, row, site.Member is null ? Confidence.Conventional : Confidence.Known);
    }

    /// <summary>What the field expects of the member by its name, whether or not it has a body here.</summary>
    public Effect ExpectedOf(Site site) => ConventionsOf(site).Aggregate(Effect.None, (all, row) => all | row.Effects);

    /// <summary>Where nothing models the member and it has no body here, its name must do.</summary>
    private EffectSite? OfName(BodyFacts body, Site site)
    {
        // names first: nearly every site ends there, before its targets are looked for
        var (row, confidence) = graph.Extent == GraphExtent.Solution && ConventionsOf(site) is { Count: > 0 } conventions
            ? (conventions[0], Confidence.Conventional)
            : (_conventions.FindByMember(site.Name) is { } named && site.IsForeign ? named : null, Confidence.Opaque);
        return row is null || graph.TargetsOf(site).Count > 0 ? null : new(body, site, row, confidence);
    }

    /// <summary>Where the configuration is not in sight, whatever it could declare may be declared.</summary>
    private bool IsDeclared(string fact) => graph.Extent < GraphExtent.Program || graph.Declarations.Contains(fact);

    /// <summary>What the field expects of the member's type; of a member that does not bind, of its receiver's.</summary>
    private IReadOnlyList<Row> ConventionsOf(Site site) =>
        (site.Member is null ? site.Receiver : (site.Member as IMethodSymbol)?.ContainingType) is { } type
            ? _conventions.Find(type.Name, site.Name)
            : Array.Empty<Row>();
}
