using DistPatterns.Catalog;

namespace DistPatterns.Effects;

/// <summary>Effects as their rows have them, through every call.</summary>
/// <param name="Effects">Those that are asked for.</param>
internal sealed record FollowedEffects(Effect Effects) : IFollowed<EffectKind>
{
    private static readonly Effect[] Each = Enum.GetValues(typeof(Effect)).Cast<Effect>().Where(e => e != Effect.None).ToArray();

    public IEnumerable<EffectKind> At(EffectGraph graph, EffectSite site) =>
        (site.Row.Effects & Effects) == 0
            ? Enumerable.Empty<EffectKind>() // nearly every site
            : Each.Where(e => (e & Effects & site.Row.Effects) != 0).Select(e => new EffectKind(e, site.Confidence));

    public EffectKind? Through(EffectGraph graph, SiteOf call, BodyFacts target, EffectKind kind) =>
        kind with { Confidence = graph.ConfidenceThrough(call.Site, kind.Effect, kind.Confidence) };
}
