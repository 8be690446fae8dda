using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What one body does by itself, in source order: a method, an accessor, an initialiser, a local function, or a lambda that runs later.</summary>
/// <param name="method">The body's method; for a lambda its own symbol; null for an initialiser of a field or property.</param>
/// <param name="owner">The member that the body stands in.</param>
/// <param name="sites">What it does.</param>
/// <param name="place">Where it stands.</param>
internal sealed class MethodFacts(IMethodSymbol? method, ISymbol owner, ImmutableArray<Site> sites, Place place)
{
    public IMethodSymbol? Method { get; } = method;

    public ISymbol Owner { get; } = owner;

    public ImmutableArray<Site> Sites { get; } = sites;

    public Place Place { get; } = place;

    /// <summary>The type whose code this is.</summary>
    public INamedTypeSymbol? Type => Owner.ContainingType;

    /// <summary>Every effect that a model gives one of the sites.</summary>
    public Effect Effects { get; } = Union(sites);

    /// <summary>Every effect in some bodies: most code has none, and needs no graph.</summary>
    public static Effect Union(IReadOnlyList<MethodFacts> bodies)
    {
        var union = Effect.None;
        for (var i = 0; i < bodies.Count; i++)
            union |= bodies[i].Effects;
        return union;
    }

    private static Effect Union(ImmutableArray<Site> sites)
    {
        var union = Effect.None;
        foreach (var site in sites)
            union |= site.Row?.Effects ?? Effect.None;
        return union;
    }
}
