using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What one body does by itself, in source order: a method, an accessor, an initialiser, a local function, or a lambda that runs later.</summary>
/// <param name="method">The body's method; for a lambda its own symbol; null for an initialiser of a field or property.</param>
/// <param name="owner">The member that the body stands in.</param>
/// <param name="sites">What it does.</param>
/// <param name="returned">Where what it returns comes from, as far as that is known.</param>
/// <param name="place">Where it stands.</param>
/// <param name="summary">What it may do by itself.</param>
internal sealed class BodyFacts(IMethodSymbol? method, ISymbol owner, ImmutableArray<Site> sites, ImmutableArray<Origin> returned, Place place, EffectSummary summary)
{
    private Lazy<BodyFlow?>? _flow;

    public IMethodSymbol? Method { get; } = method;

    public ISymbol Owner { get; } = owner;

    public ImmutableArray<Site> Sites { get; } = sites;

    /// <summary>Where what it returns comes from: a site that makes it, or a field or property that holds it. Empty where neither is known.</summary>
    public ImmutableArray<Origin> Returned { get; } = returned;

    public Place Place { get; } = place;

    /// <summary>The type whose code this is.</summary>
    public INamedTypeSymbol? Type => Owner.ContainingType;

    /// <summary>What the compiler knows of its file, for the few bodies that a rule must look into again.</summary>
#pragma warning disable RS0030 // binds anew: the operations of the walk are gone
    public SemanticModel? GetSemanticModel() => (Owner.ContainingAssembly as ISourceAssemblySymbol)?.Compilation.GetSemanticModel(Place.Tree);
#pragma warning restore RS0030

    /// <summary>What it may do by itself.</summary>
    public EffectSummary Summary { get; } = summary;

    /// <summary>Whether it goes on after some failures.</summary>
    public bool HandlesFailures { get; init; }

    /// <summary>What can happen between two of its places: made when a rule first asks, which it does of few bodies. Null where the compiler makes no graph, or too large a one.</summary>
    public BodyFlow? Flow => LazyInitializer.EnsureInitialized(ref _flow, () => new(() => FlowBuilder.Build(this)))!.Value;
}
