using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>Which methods may run when a method is called: itself, its overrides, the implementations of an interface's member, the handlers of a message.</summary>
internal sealed class TypeIndex
{
    private static readonly IReadOnlyList<MethodFacts> Nothing = Array.Empty<MethodFacts>();

    private readonly SymbolKeys _keys = new();
    private readonly LibraryCatalog _catalog;
    private readonly ILookup<SymbolKey, MethodFacts> _byType;
    private readonly Dictionary<SymbolKey, MethodFacts> _facts = new();
    private readonly Dictionary<SymbolKey, List<MethodFacts>> _implementations = new();
    private readonly Dictionary<SymbolKey, List<MethodFacts>> _handlers = new();

    /// <param name="methods">All bodies, in a fixed order.</param>
    /// <param name="types">All types that may implement something.</param>
    /// <param name="catalog">Which members of libraries call back, and which dispatch.</param>
    public TypeIndex(IReadOnlyList<MethodFacts> methods, IEnumerable<INamedTypeSymbol> types, LibraryCatalog catalog)
    {
        _catalog = catalog;
        _byType = methods.Where(m => m.Type is not null).ToLookup(m => _keys[m.Type!]);
        foreach (var facts in methods)
        {
            if (facts.Method is { } method)
                _facts[_keys[method]] = facts;
        }

        foreach (var facts in _facts.Values)
        {
            for (var overridden = facts.Method!.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
                Add(_implementations, _keys[overridden], facts);
        }

        foreach (var type in types)
            Implementations(type);
    }

    /// <summary>The bodies that a site may run; none where it leaves the code that is here.</summary>
    public IEnumerable<MethodFacts> TargetsOf(Site site)
    {
        if (site.Row?.Arguments(ClauseKind.Dispatches).Any() == true)
            return site.Message is { } message && _handlers.TryGetValue(_keys[message], out var handlers) ? handlers : Nothing;
        if (site.Member is not IMethodSymbol method)
            return Nothing;
        var own = BodyOf(method) is { } body ? new[] { body } : Nothing;
        return !site.IsDirect && _implementations.TryGetValue(_keys[method], out var found) ? own.Concat(found.Where(f => CanBe(f.Type, site.Receiver))) : own;
    }

    /// <summary>Whether a receiver of a static type may be an object whose override stands in another type.</summary>
    private bool CanBe(INamedTypeSymbol? overriding, ITypeSymbol? receiver) =>
        receiver is not INamedTypeSymbol { TypeKind: TypeKind.Class } known || DerivesFrom(overriding, known) || DerivesFrom(known, overriding);

    private bool DerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        for (; type is not null && ancestor is not null; type = type.BaseType)
        {
            if (_keys[type] == _keys[ancestor])
                return true;
        }

        return false;
    }

    /// <summary>The bodies that stand in one type.</summary>
    public IEnumerable<MethodFacts> BodiesOf(ITypeSymbol type) => _byType[_keys[type]];

    private MethodFacts? BodyOf(IMethodSymbol method) => _facts.TryGetValue(_keys[method], out var facts) ? facts : null;

    private void Implementations(INamedTypeSymbol type)
    {
        foreach (var @interface in type.AllInterfaces)
        {
            foreach (var member in @interface.GetMembers().OfType<IMethodSymbol>())
            {
                if (type.FindImplementationForInterfaceMember(member) is not IMethodSymbol found || BodyOf(found) is not { } facts)
                    continue;
                Add(_implementations, _keys[member], facts);
                if (HandledMessage(member) is { } message)
                    Add(_handlers, _keys[message], facts);
            }
        }
    }

    /// <summary>The type of message that a library hands to this member, where it is one that the library calls.</summary>
    private ITypeSymbol? HandledMessage(IMethodSymbol member)
    {
        if (_catalog.FindHandler(member.OriginalDefinition)?.ParameterFor(Role.Message) is not { } parameter)
            return null;
        var type = member.ContainingType;
        var index = type.OriginalDefinition.TypeParameters.Select(p => p.Name).ToList().IndexOf(parameter);
        return index >= 0 ? type.TypeArguments[index] : null;
    }

    private static void Add(Dictionary<SymbolKey, List<MethodFacts>> map, SymbolKey key, MethodFacts facts)
    {
        if (!map.TryGetValue(key, out var list))
            map.Add(key, list = new());
        list.Add(facts);
    }
}
