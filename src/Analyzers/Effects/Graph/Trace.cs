using DistPatterns.Catalog;

namespace DistPatterns.Effects;

/// <summary>How sure it is that a site has an effect.</summary>
internal enum Confidence
{
    /// <summary>A library's own row says so.</summary>
    Known,

    /// <summary>The name of a type that nobody can look into says so.</summary>
    Conventional,

    /// <summary>A library that nothing models is called by a name that sounds so. Counts only behind a type whose own name says the same.</summary>
    Opaque,
}

/// <summary>An effect that a method has: by itself, or through what it calls.</summary>
/// <param name="Effect">One effect.</param>
/// <param name="Confidence">The confidence of the last step.</param>
/// <param name="Resource">What it acts on, by name: a context type, a session; empty where nobody can tell.</param>
/// <param name="Store">The effect is on a store of messages, not of business data.</param>
internal readonly record struct EffectKind(Effect Effect, Confidence Confidence, string Resource, bool Store);

/// <summary>A path from a site to an effect, through the sites of one method after the other.</summary>
internal sealed class Trace(MethodFacts method, Site site, Trace? next)
{
    /// <summary>The body that the first site stands in.</summary>
    public MethodFacts Method { get; } = method;

    public Site Site { get; } = site;

    public Trace? Next { get; } = next;

    public Site Leaf { get; } = next?.Leaf ?? site;

    /// <summary>This trace and what is left of it after each step.</summary>
    public IEnumerable<Trace> Steps
    {
        get
        {
            for (var t = this; t is not null; t = t.Next)
                yield return t;
        }
    }
}
