using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>A call that asks a cache or puts something into it, by itself or through methods of ours that hand their key on.</summary>
/// <param name="Site">The call.</param>
/// <param name="Reads">Whether it asks.</param>
/// <param name="Writes">Whether it puts something in.</param>
/// <param name="Key">The expression of the key, as the call has it; null where that is not known.</param>
/// <param name="Bodies">Our methods that it runs on the way.</param>
internal sealed record CacheCall(Site Site, bool Reads, bool Writes, string? Key, IReadOnlyList<BodyFacts> Bodies)
{
    public bool IsOfSameEntry(CacheCall other) =>
        Key is not null && Key == other.Key && SymbolEqualityComparer.Default.Equals(Site.Subject.Symbol, other.Site.Subject.Symbol);
}

/// <summary>Finds what a body does with caches.</summary>
internal sealed class CacheCalls(EffectGraph graph)
{
    private readonly Propagation<EffectKind> _effects = graph.Follow(Effect.CacheRead | Effect.CacheWrite);

    /// <summary>The bodies that ask a cache and put something into one.</summary>
    public IEnumerable<BodyFacts> Bodies => _effects.Bodies.Where(b => Does(_effects.Of(b), Effect.CacheRead) && Does(_effects.Of(b), Effect.CacheWrite));

    public IReadOnlyList<CacheCall> In(BodyFacts body) => body.Sites.Select(s => Of(body, s)).OfType<CacheCall>().ToList();

    private CacheCall? Of(BodyFacts body, Site site)
    {
        var effects = _effects.At(body, site).Where(e => e.Key.Confidence == Confidence.Known).ToList();
        return effects.Count == 0 ? null : new(
            site,
            Does(effects, Effect.CacheRead) && !IsMarker(site),
            Does(effects, Effect.CacheWrite),
            KeyOf(effects[0].Value),
            effects.SelectMany(e => e.Value.Steps.Skip(1)).Select(s => s.Body).Distinct().ToList());
    }

    /// <summary>A method of ours that only tells whether an entry is there: what it stands for is done, and no value is loaded.</summary>
    private static bool IsMarker(Site site) => site is { Row: null, Member: IMethodSymbol method }
        && TaskTypes.Awaited(method.ReturnType)?.SpecialType == SpecialType.System_Boolean && method.Parameters.All(p => p.RefKind != RefKind.Out);

    private static bool Does(IEnumerable<KeyValuePair<EffectKind, Trace>> effects, Effect effect) =>
        effects.Any(e => e.Key.Effect == effect && e.Key.Confidence == Confidence.Known);

    /// <summary>The key that the cache is given, with what the first call passes in the place of the parameter that hands it on.</summary>
    private static string? KeyOf(Trace trace)
    {
        if (trace.Next is not { } next)
            return trace.Site.Arguments.KeyExpression;
        if (KeyOf(next) is not { } key || next.Body.Method?.Parameters.FirstOrDefault(p => key.Contains(Hole(p.Name))) is not { } handed
            || new SiteOf(trace.Body, trace.Site).BindOperation() is not IInvocationOperation call
            || call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == handed.Ordinal) is not { } given)
            return null;
        return key.Replace(Hole(handed.Name), NameExpression.Of(given.Value));
    }

    private static string Hole(string parameter) => "{" + parameter + "}";
}
