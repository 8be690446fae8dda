using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>The commit of a transaction that was begun before.</summary>
internal readonly record struct TransactionEnd;

/// <summary>Follows the commits of transactions through calls: <c>unitOfWork.CommitAsync()</c>.</summary>
internal sealed record TransactionEnds : IFollowed<TransactionEnd>
{
    public static readonly TransactionEnds All = new();

    private TransactionEnds()
    {
    }

    public IEnumerable<TransactionEnd> At(EffectGraph graph, EffectSite site)
    {
        if (site.Row.Has(Trait.Completes) && site.Confidence == Confidence.Known)
            yield return default;
    }

    public TransactionEnd? Through(EffectGraph graph, SiteOf call, BodyFacts target, TransactionEnd kind) => kind;
}
