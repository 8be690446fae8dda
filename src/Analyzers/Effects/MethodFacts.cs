using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What one body does by itself, in source order: a method, an accessor, an initialiser, a local function, or a lambda that runs later.</summary>
/// <param name="Method">The body's method; for a lambda its own symbol; null for an initialiser of a field or property.</param>
/// <param name="Owner">The member that the body stands in.</param>
/// <param name="Sites">What it does.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record MethodFacts(IMethodSymbol? Method, ISymbol Owner, ImmutableArray<Site> Sites, Place Place)
{
    /// <summary>The type whose code this is.</summary>
    public INamedTypeSymbol? Type => Owner.ContainingType;

    /// <summary>Every effect that a model gives one of the sites.</summary>
    public Effect Effects { get; } = Union(Sites);

    // identity, not value: two bodies alike are two bodies
    public bool Equals(MethodFacts? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static Effect Union(ImmutableArray<Site> sites)
    {
        var union = Effect.None;
        foreach (var site in sites)
            union |= site.Row?.Effects ?? Effect.None;
        return union;
    }
}
