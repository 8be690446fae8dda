using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A save or a query that the execution strategy of a context runs.</summary>
/// <param name="Context">The context; null where only the transaction around tells it.</param>
/// <param name="Library">The model of the library whose strategy it is.</param>
internal readonly record struct StrategyUse(INamedTypeSymbol? Context, string Library);

/// <summary>Follows through calls what execution strategies run.</summary>
internal sealed record StrategyUses : IFollowed<StrategyUse>
{
    public static readonly StrategyUses All = new();

    private StrategyUses()
    {
    }

    /// <summary>Whether code is handed to a strategy here, to be run as a whole.</summary>
    public static bool IsExecution(Site site) => site.Has(Trait.Strategy) && site.Row!.Arguments(ClauseKind.Runs).Any();

    public IEnumerable<StrategyUse> At(EffectGraph graph, EffectSite site)
    {
        if (site.Row.Has(Trait.Strategy) && !IsExecution(site.Site) && site.Confidence == Confidence.Known)
            yield return new(site.Row.Has(Effect.Commit) ? ContextOf(site) : null, site.Row.File);
    }

    public StrategyUse? Through(EffectGraph graph, SiteOf call, BodyFacts target, StrategyUse kind) => kind;

    private static INamedTypeSymbol? ContextOf(EffectSite save) =>
        save.Site.ContextIn(save.Body) is { TypeKind: TypeKind.Class } context ? context : null;
}
