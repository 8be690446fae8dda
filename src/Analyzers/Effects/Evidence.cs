using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What a site does by itself, and how sure that is: by a library's row, by the field's conventions, or by an opaque name behind them.</summary>
internal sealed class Evidence(EffectGraph graph, LibraryCatalog catalog)
{
    private static readonly Effect[] Each = ((Effect[])Enum.GetValues(typeof(Effect))).Where(e => e != Effect.None).ToArray();

    private readonly Dictionary<ISymbol, Row?> _conventions = new(SymbolEqualityComparer.Default);

    /// <summary>The effects of the site's own member.</summary>
    public IEnumerable<EffectKind> Of(Site site, IReadOnlyCollection<string> facts)
    {
        if (site.Row is { } row)
            return IsTakenAway(row, facts) ? Enumerable.Empty<EffectKind>() : Kinds(row, Confidence.Known, site);
        if (site.Member is not IMethodSymbol method || graph.TargetsOf(site).Count > 0)
            return Enumerable.Empty<EffectKind>();
        if (Convention(method) is { } convention && graph.Extent == GraphExtent.Solution)
            return Kinds(convention, Confidence.Conventional, site);
        return method.Locations[0].IsInMetadata && catalog.ConventionByMember(method.Name) is { } named
            ? Kinds(named, Confidence.Opaque, site)
            : Enumerable.Empty<EffectKind>();
    }

    /// <summary>An effect of a target, as the site that calls it sees it.</summary>
    public EffectKind Through(Site site, MethodFacts target, EffectKind kind)
    {
        var store = kind.Store || IsStore(target.Type) || IsStore(site.Receiver);
        var named = kind.Confidence == Confidence.Opaque && site.Member is IMethodSymbol method && Convention(method)?.Has(kind.Effect) == true;
        return kind with { Store = store, Confidence = named ? Confidence.Conventional : kind.Confidence };
    }

    /// <summary>A fact of the configuration takes the effect away; where the configuration is not in sight, it may.</summary>
    private bool IsTakenAway(Row row, IReadOnlyCollection<string> facts) =>
        row.Arguments(ClauseKind.Unless).Any(fact => graph.Extent < GraphExtent.Program || facts.Contains(fact));

    private static IEnumerable<EffectKind> Kinds(Row row, Confidence confidence, Site site) =>
        Each.Where(row.Has).Select(e => new EffectKind(e, confidence, (site.Resource ?? site.Receiver)?.Name ?? "", IsStore(site.Resource ?? site.Receiver)));

    private Row? Convention(IMethodSymbol method)
    {
        if (!_conventions.TryGetValue(method, out var row))
            _conventions.Add(method, row = catalog.Convention(method));
        return row;
    }

    /// <summary>Whether a type keeps messages on their way, by its name.</summary>
    private static bool IsStore(ITypeSymbol? type) => type is not null && MessageStore.IsNamed(type.Name);
}
