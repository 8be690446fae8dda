using System.Text.RegularExpressions;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Caching;

/// <summary>A call that puts an entry into a cache or takes one out, by itself or through what it calls.</summary>
/// <param name="at">The call.</param>
/// <param name="leaf">The call of the cache itself, which it leads to.</param>
/// <param name="isRemoval">Whether the entry goes.</param>
/// <param name="confidence">How sure it is that this is a cache.</param>
internal sealed class CacheChange(SiteOf at, Site leaf, bool isRemoval, Confidence confidence)
{
    /// <summary>Caches that end with the request: a failure ends it too.</summary>
    private static readonly HashSet<string> ShortLived = new(StringComparer.Ordinal) { "request", "scoped", "local" };

    /// <summary>Words of keys whose entries are no copies of what a database holds.</summary>
    private static readonly HashSet<string> NoCopies = new(StringComparer.Ordinal)
    {
        "lock", "token", "otp", "code", "session", "challenge", "nonce", "rate", "limit", "attempt", "login", "ticket", "captcha", "verification",
        "idempotency", "processing", "pending", "inflight", "counter", "presence", "online",
    };

    /// <summary>Words that say nothing of what an entry is about.</summary>
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "cache", "key", "by", "id", "all", "list", "item", "prefix", "for", "of", "to", "string", "async", "state", "entry", "value", "v1", "v2",
        "get", "build", "create", "make", "set", "put", "add", "upsert", "update", "refresh", "remove", "delete", "invalidate", "evict", "clear",
    };

    /// <summary>Names of what is a cache, or changes one.</summary>
    private static readonly HashSet<string> Caches = new(StringComparer.Ordinal) { "cache", "caching", "cached", "invalidate", "evict" };

    private static readonly Regex Variable = new(@"\{\w+\}");

    private readonly Lazy<IInvocationOperation?> _call = new(() => at.BindOperation() as IInvocationOperation);

    public Site Site => at.Site;

    public bool IsRemoval => isRemoval;

    public Confidence Confidence => confidence;

    /// <summary>What a site does to a cache; null where it does nothing, or reads one too: that is a load through it.</summary>
    public static CacheChange? Of(SiteOf at, Propagation<EffectKind> caches)
    {
        var effects = caches.At(at.Body, at.Site).Where(e => e.Key.Confidence != Confidence.Opaque).ToList();
        var isOfRequest = at.Site.Receiver is { } cache && Words.Any(cache.Name, ShortLived);
        return effects.Count == 0 || effects.Exists(e => e.Key.Effect == Effect.CacheRead) || isOfRequest
            ? null
            : new(at, effects[0].Value.Steps.Last().Site, effects.Exists(e => e.Key.Effect == Effect.CacheRemove), effects.Min(e => e.Key.Confidence));
    }

    /// <summary>Whether both do something to the same entry, or to as many of them.</summary>
    public bool IsOfSameEntry(CacheChange other) => Key == other.Key;

    /// <summary>Whether the entry is a copy of what a commit changes: it is named after such an entity, is one, or is found by the same value.</summary>
    public bool IsCopyOf(ChangedEntities changed)
    {
        var words = WordsOf(Key).ToList();
        if (_call.Value is null || words.Exists(NoCopies.Contains))
            return false;
        return changed.Names.Any(e => e.All(words.Contains))
            || (IsGivenEntry && Given.SelectMany(ChangedEntities.Objects).Any(o => changed.Names.Any(e => EntityNames.In(o.Type).Any(n => n.SequenceEqual(e)))))
            || (IsGivenEntry && words.TrueForAll(Fillers.Contains) && Given.SelectMany(ChangedEntities.Variables).Any(changed.Holds));
    }

    /// <summary>The key, in a form that is the same for the same entry; where the call hands it on to the cache, all that it is given.</summary>
    private string Key => leaf == Site || !IsGivenEntry ? leaf.Arguments.KeyExpression ?? "" : string.Join(" ", Given.Select(NameExpression.Of));

    /// <summary>Whether what the call is given says which entry it is about; of one that changes the cache far behind it, the key there does.</summary>
    private bool IsGivenEntry => leaf == Site
        || (WordsOf(leaf.Arguments.KeyExpression ?? "").All(Fillers.Contains) && Words.Any(Site.Receiver?.Name + Site.Name, Caches));

    private static IEnumerable<string> WordsOf(string key) => Words.Of(Variable.Replace(key, ""));

    private IEnumerable<IOperation> Given => _call.Value?.Arguments
        .Where(a => a.ArgumentKind != ArgumentKind.DefaultValue && a.Parameter?.Type.Name != nameof(CancellationToken)).Select(a => a.Value)
        ?? Enumerable.Empty<IOperation>();
}
