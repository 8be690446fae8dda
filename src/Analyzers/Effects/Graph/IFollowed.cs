namespace DistPatterns.Effects;

/// <summary>What a rule follows through calls. Holds no state: two that are equal are followed once.</summary>
/// <typeparam name="TKind">What is told apart on the way: one shortest path is kept for each.</typeparam>
internal interface IFollowed<TKind>
    where TKind : struct
{
    /// <summary>What starts at a site that does something by itself.</summary>
    IEnumerable<TKind> At(EffectGraph graph, EffectSite site);

    /// <summary>What a body that a call may run has, as the caller has it; null where it is not followed any further.</summary>
    TKind? Through(EffectGraph graph, SiteOf call, BodyFacts target, TKind kind);
}
