using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Coordination;

/// <summary>What the type that takes a lock does with its key besides.</summary>
/// <param name="Deletes">Calls that delete the key, whatever stands there.</param>
/// <param name="Renewals">Calls outside of the member that takes the lock that write the key or prolong it, whatever stands there.</param>
/// <param name="Reads">Calls that ask what stands there.</param>
/// <param name="HasComparedRelease">Whether the lock is given back by a call that compares its value.</param>
internal sealed record LockUses(IReadOnlyList<SiteOf> Deletes, IReadOnlyList<SiteOf> Renewals, IReadOnlyList<SiteOf> Reads, bool HasComparedRelease)
{
    public static LockUses Of(SiteOf acquire, EffectGraph graph)
    {
        var sameKey = graph.BodiesOf(acquire.Body.Type).SelectMany(b => b.Sites, (b, s) => new SiteOf(b, s))
            .Where(s => s.Site != acquire.Site && s.Site.Arguments.KeyExpression == acquire.Site.Arguments.KeyExpression).ToList();
        return new(
            sameKey.FindAll(s => s.Site.Has(Effect.CacheRemove)),
            sameKey.FindAll(s => s.Site.Has(Effect.CacheWrite) && !SymbolEqualityComparer.Default.Equals(s.Body.Owner, acquire.Body.Owner)),
            sameKey.FindAll(s => s.Site.Has(Effect.CacheRead)),
            sameKey.Exists(s => s.Site.Has(Effect.LockRelease)));
    }

    /// <summary>Whether the code asks what stands there before it does something to the key: nearly as good as a comparison.</summary>
    public bool ReadsBefore(SiteOf use) => Reads.Any(r => r.Body == use.Body && r.Site.Place.Span.End < use.Site.Place.Span.Start);
}
