using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A save of what a context tracks, messages that an outbox put into it included.</summary>
/// <param name="Context">The context; null where its type is not known.</param>
/// <param name="Confidence">How sure it is.</param>
internal readonly record struct ContextSave(INamedTypeSymbol? Context, Confidence Confidence)
{
    public bool MayBeOf(INamedTypeSymbol context) =>
        Context is null || ContextTypes.AreRelated(Context, context) || ContextTypes.AreOfDifferentKinds(Context, context);
}

/// <summary>Follows saves through calls. The commit of a transaction saves nothing that is only tracked, and an update by a query neither.</summary>
internal sealed record ContextSaves : IFollowed<ContextSave>
{
    public static readonly ContextSaves All = new();

    private ContextSaves()
    {
    }

    public IEnumerable<ContextSave> At(EffectGraph graph, EffectSite site)
    {
        if (!site.Row.Has(Effect.Commit) || site.Row.Has(Trait.Completes) || site.Row.Has(Effect.ConditionalWrite))
            yield break;
        yield return new(site.Site.ContextIn(site.Body) is { TypeKind: TypeKind.Class } saved ? saved : null, site.Confidence);
    }

    public ContextSave? Through(EffectGraph graph, SiteOf call, BodyFacts target, ContextSave kind) =>
        TransactionEffects.IsBookkeeping(graph, call.Site) ? null : kind;
}
