using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What some bodies may do, as far as a look at each of their sites tells: enough to know that a graph of them would show nothing.</summary>
/// <param name="Effects">Every effect that a model gives a site.</param>
/// <param name="Named">Every effect that the name of a site may stand for, where it has no body here.</param>
/// <param name="Traits">Every trait that a model gives a site, or a convention the types that it acts on and stands in.</param>
/// <param name="Declares">Whether any site states a fact about how the program is configured.</param>
internal readonly record struct EffectSummary(Effect Effects, Effect Named, Trait Traits, bool Declares = false)
{
    /// <summary>Everything that may be done, known or only named so.</summary>
    public Effect All => Effects | Named;

    public static EffectSummary operator |(EffectSummary a, EffectSummary b) =>
        new(a.Effects | b.Effects, a.Named | b.Named, a.Traits | b.Traits, a.Declares | b.Declares);

    /// <summary>What a body may do.</summary>
    public static EffectSummary Of(IReadOnlyList<Site> sites, ISymbol owner, Conventions conventions)
    {
        var summary = new EffectSummary(Effect.None, Effect.None, conventions.TraitsOf(owner.ContainingType));
        for (var i = 0; i < sites.Count; i++)
            summary |= Of(sites[i], conventions);
        return summary;
    }

    /// <summary>Everything that some bodies may do.</summary>
    public static EffectSummary Of(IReadOnlyList<BodyFacts> bodies)
    {
        var summary = default(EffectSummary);
        for (var i = 0; i < bodies.Count; i++)
            summary |= bodies[i].Summary;
        return summary;
    }

    public bool Has(Trait trait) => (Traits & trait) != 0;

    private static EffectSummary Of(Site site, Conventions conventions) => new(
        site.Row?.Effects ?? Effect.None,
        site.Row is null && conventions.FindByMember(site.Name) is { } named && site.IsForeign ? named.Effects : Effect.None,
        (site.Row?.Traits ?? Trait.None) | conventions.TraitsOf(site.Receiver) | conventions.TraitsOf(site.Arguments.Resource),
        site.Row?.Arguments(ClauseKind.Declares).Any() == true);
}
