using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What a program keeps one of for as long as it runs: static members, hosted services, and the classes that are registered so.</summary>
internal sealed class Singletons(EffectGraph graph)
{
    private readonly Lazy<HashSet<SymbolKey>> _registered = new(() => new(graph.Modelled.Where(s => s.Site.Has(Trait.Singleton))
        .Select(s => s.Site.Arguments.Implementation ?? s.Site.Arguments.Service).OfType<INamedTypeSymbol>()
        .Where(t => t.TypeKind == TypeKind.Class).Select(SymbolKey.Of)));

    /// <summary>Whether a field or property lives as long as the program.</summary>
    public bool Hold(ISymbol? member) => member is IFieldSymbol or IPropertySymbol
        && (member.IsStatic || HostedServices.Is(member.ContainingType) || _registered.Value.Contains(SymbolKey.Of(member.ContainingType)));
}
