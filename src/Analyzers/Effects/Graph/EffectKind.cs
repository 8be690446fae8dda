using DistPatterns.Catalog;

namespace DistPatterns.Effects;

/// <summary>How sure it is that a site has an effect.</summary>
internal enum Confidence
{
    /// <summary>A library's own row says so.</summary>
    Known,

    /// <summary>The name of a type without code here says so.</summary>
    Conventional,

    /// <summary>A library that nothing models is called by a name that sounds so. Counts only behind a type whose own name says the same.</summary>
    Opaque,
}

/// <summary>An effect that a body has: by itself, or through what it calls.</summary>
/// <param name="Effect">One effect.</param>
/// <param name="Confidence">The confidence of the last step.</param>
internal readonly record struct EffectKind(Effect Effect, Confidence Confidence);
