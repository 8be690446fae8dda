using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What a site does by itself, and how sure that is: by a library's row, by the field's conventions, or by an opaque name behind them.</summary>
internal sealed class SiteEffects(EffectGraph graph)
{
    private readonly Conventions _conventions = graph.Catalog.Conventions;
    private readonly Dictionary<ISymbol, Row?> _inherited = new(SymbolEqualityComparer.Default);

    /// <summary>What says what the site's own member does; null where nothing does, or a declared fact takes it back.</summary>
    public EffectSite? Of(BodyFacts body, Site site)
    {
        if ((site.Row ?? InheritedRow(site)) is not { } row)
            return OfName(body, site);
        return row.Arguments(ClauseKind.Unless).Any(IsDeclared) ? null : new(body, site, row, site.Member is null ? Confidence.Conventional : Confidence.Known);
    }

    /// <summary>What the field expects of the member by its name, whether or not it has a body here.</summary>
    public Effect ExpectedOf(Site site) => ConventionsOf(site).Aggregate(Effect.None, (all, row) => all | row.Effects);

    /// <summary>What a library's member does that a call of an interface of ours runs: of a unit of work, that the context itself is.</summary>
    private Row? InheritedRow(Site site)
    {
        if (site.Member is not { } member || !graph.Catalog.KnowsName(site.Name))
            return null; // nearly every site
        if (!_inherited.TryGetValue(member, out var row))
        {
            row = graph.TargetsOf(site).Count > 0 ? null : graph.InheritedBy(site).Select(graph.Catalog.Find).FirstOrDefault(r => r is not null);
            _inherited.Add(member, row);
        }

        return row;
    }

    /// <summary>Where nothing models the member and it has no body here, its name must do.</summary>
    private EffectSite? OfName(BodyFacts body, Site site)
    {
        // names first: nearly every site ends there, before its targets are looked for
        var (row, confidence) = graph.Extent == GraphExtent.Solution && ConventionsOf(site) is { Count: > 0 } conventions
            ? (conventions[0], Confidence.Conventional)
            : (RowOfName(site), Confidence.Opaque);
        return row is null || graph.TargetsOf(site).Count > 0 ? null : new(body, site, row, confidence);
    }

    /// <summary>What the field takes a member so named for; of one that does not bind, what every library that has it does.</summary>
    private Row? RowOfName(Site site)
    {
        var row = _conventions.FindByMember(site.Name) ?? (site.Member is null ? graph.Catalog.FindByMember(site.Name) : null);
        return row is not null && site.IsForeign ? row : null;
    }

    /// <summary>
    /// Where the configuration is not in sight, whatever it could declare may be declared. A fact that holds in some places only takes nothing back:
    /// a rule that knows the place judges it.
    /// </summary>
    private bool IsDeclared(string fact) => graph.Extent < GraphExtent.Program || graph.Registrations.Declaring(fact).Any(d => d.CoversEverything);

    /// <summary>What the field expects of the member's type; of a member that does not bind, of its receiver's.</summary>
    private IReadOnlyList<Row> ConventionsOf(Site site) =>
        (site.Member is null ? site.Receiver : (site.Member as IMethodSymbol)?.ContainingType) is { } type
            ? _conventions.Find(type.Name, site.Name)
            : Array.Empty<Row>();
}
