using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Coordination;

/// <summary>What the type that takes a lock does with its key besides.</summary>
/// <param name="Deletes">Calls that delete the key, whatever stands there, in code that has not read it before.</param>
/// <param name="Renewals">Calls outside of the member that takes the lock that write the key or prolong it, likewise.</param>
/// <param name="HasComparedRelease">Whether the lock is given back by a call that compares its value.</param>
internal sealed record LockUses(IReadOnlyList<SiteOf> Deletes, IReadOnlyList<SiteOf> Renewals, bool HasComparedRelease)
{
    public static LockUses Of(SiteOf acquire, EffectGraph graph)
    {
        var sameKey = graph.BodiesOf(acquire.Body.Type).SelectMany(b => b.Sites, (b, s) => new SiteOf(b, s))
            .Where(s => s.Site != acquire.Site && s.Site.Arguments.KeyExpression == acquire.Site.Arguments.KeyExpression).ToList();
        var unread = sameKey.Where(s => !sameKey.Exists(r => r.Body == s.Body && r.Site.Has(Effect.CacheRead))).ToList();
        return new(
            unread.FindAll(s => s.Site.Has(Effect.CacheRemove)),
            unread.FindAll(s => s.Site.Has(Effect.CacheWrite) && !SymbolEqualityComparer.Default.Equals(s.Body.Owner, acquire.Body.Owner)),
            sameKey.Exists(s => s.Site.Has(Effect.LockRelease)));
    }
}
