using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// What the program's container makes of a service. A service that any registration makes in a way that cannot be read is open: it may be anything.
/// </summary>
internal sealed class ServiceImplementations
{
    private readonly SymbolKeys _keys;
    private readonly MultiMap<SymbolKey, INamedTypeSymbol> _made = new();
    private readonly HashSet<SymbolKey> _open = new();

    public ServiceImplementations(IEnumerable<SiteOf> modelled, SymbolKeys keys)
    {
        _keys = keys;
        foreach (var (_, site) in modelled)
        {
            if (site.Arguments.Service is INamedTypeSymbol { TypeKind: TypeKind.Interface } service)
                Add(keys[service], site.Arguments.Implementation);
        }
    }

    /// <summary>Of the bodies that a call on a service may run, those of the types that it is registered as; all, where that is not known.</summary>
    public IEnumerable<BodyFacts> Narrow(ITypeSymbol? service, IReadOnlyList<BodyFacts> bodies)
    {
        if (bodies.Count < 2 || service is null || _open.Contains(_keys[service]) || _made[_keys[service]] is not { Count: > 0 } made)
            return bodies;
        var registered = bodies.Where(b => made.Any(m => _keys.IsOrDerivesFrom(m, b.Type))).ToList();
        return registered.Count > 0 ? registered : bodies;
    }

    private void Add(SymbolKey service, ITypeSymbol? implementation)
    {
        if (implementation is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } type)
            _open.Add(service);
        else
            _made.Add(service, type);
    }
}
