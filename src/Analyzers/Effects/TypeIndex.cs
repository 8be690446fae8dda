using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>Which methods may run when a method is called: itself, its overrides, the implementations of an interface's member, the handlers of a message.</summary>
internal sealed class TypeIndex
{
    private static readonly IReadOnlyList<MethodFacts> Nothing = Array.Empty<MethodFacts>();

    private readonly SymbolKeys _keys = new();
    private readonly LibraryCatalog _catalog;
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<SymbolKey, MethodFacts>> _byType;
    private readonly Dictionary<SymbolKey, MethodFacts> _facts = new();
    private readonly Dictionary<SymbolKey, List<MethodFacts>> _implementations = new();
    private readonly Dictionary<SymbolKey, List<MethodFacts>> _handlers = new();
    private readonly List<(ITypeSymbol Message, MethodFacts Handler)> _handled = new();
    private readonly Registrations? _registrations;

    /// <param name="methods">All bodies, in a fixed order.</param>
    /// <param name="types">All types that may implement something.</param>
    /// <param name="catalog">Which members of libraries call back, and which dispatch.</param>
    /// <param name="isConfigured">Whether the registrations of the program are among the bodies.</param>
    public TypeIndex(IReadOnlyList<MethodFacts> methods, IEnumerable<INamedTypeSymbol> types, LibraryCatalog catalog, bool isConfigured)
    {
        _catalog = catalog;
        _registrations = isConfigured ? new(methods, _keys) : null;
        _byType = new(() => methods.Where(m => m.Type is not null).ToLookup(m => _keys[m.Type!]));
        foreach (var facts in methods)
        {
            if (facts.Method is { } method)
                _facts[_keys[method]] = facts;
        }

        // only what is called can be dispatched: most interfaces of most types never are
        foreach (var site in methods.SelectMany(m => m.Sites))
            _called.Add(site.Name);
        foreach (var facts in _facts.Values)
        {
            for (var overridden = facts.Method!.OverriddenMethod; overridden is not null && _called.Contains(overridden.Name); overridden = overridden.OverriddenMethod)
                Add(_implementations, _keys[overridden], facts);
        }

        foreach (var type in types)
        {
            foreach (var @interface in type.AllInterfaces)
                Implementations(type, @interface);
        }
    }

    /// <summary>The bodies that a site may run; none where it leaves the code that is here.</summary>
    public IEnumerable<MethodFacts> TargetsOf(Site site)
    {
        if (site.Dispatches)
            return HandlersOf(site);
        if (site.Member is not IMethodSymbol method || !(method.Locations[0].IsInSource || method.IsVirtual || method.IsAbstract || method.IsOverride))
            return Nothing;
        var own = BodyOf(method) is { } body ? new[] { body } : Nothing;
        if (site.IsDirect || !_implementations.TryGetValue(_keys[method], out var found))
            return own;
        var possible = found.Where(f => CanBe(f.Type, site.Receiver)).ToList();
        return own.Concat(_registrations?.Narrow(site.Receiver, possible) ?? possible);
    }

    /// <summary>The handlers of what is sent; of a base of messages, as a list of domain events holds it, those of every message that it may be.</summary>
    private IEnumerable<MethodFacts> HandlersOf(Site site)
    {
        if (site.Message is not { } message)
            return Nothing;
        if (_handlers.TryGetValue(_keys[message], out var handlers))
            return handlers;
        return site.IsDispatchOfMany ? _handled.Where(h => IsA(h.Message, message)).Select(h => h.Handler) : Nothing;
    }

    private bool IsA(ITypeSymbol type, ITypeSymbol ancestor) =>
        ancestor.TypeKind == TypeKind.Interface ? type.AllInterfaces.Any(i => _keys[i] == _keys[ancestor]) : _keys.IsOrDerivesFrom(type as INamedTypeSymbol, ancestor as INamedTypeSymbol);

    /// <summary>Whether a receiver of a static type may be an object whose override stands in another type.</summary>
    private bool CanBe(INamedTypeSymbol? overriding, ITypeSymbol? receiver) =>
        receiver is not INamedTypeSymbol { TypeKind: TypeKind.Class } known || _keys.IsOrDerivesFrom(overriding, known) || _keys.IsOrDerivesFrom(known, overriding);

    /// <summary>The bodies that stand in one type.</summary>
    public IEnumerable<MethodFacts> BodiesOf(ITypeSymbol type) => _byType.Value[_keys[type]];

    private MethodFacts? BodyOf(IMethodSymbol method) => _facts.TryGetValue(_keys[method], out var facts) ? facts : null;

    private void Implementations(INamedTypeSymbol type, INamedTypeSymbol @interface)
    {
        foreach (var member in @interface.GetMembers())
        {
            var isHandler = _catalog.KnowsName(member.Name);
            if (!(isHandler || _called.Contains(member.Name))
                || member is not IMethodSymbol method
                || type.FindImplementationForInterfaceMember(method) is not IMethodSymbol found
                || BodyOf(found) is not { } facts)
                continue;
            Add(_implementations, _keys[method], facts);
            if (isHandler && HandledMessage(method) is { } message)
            {
                Add(_handlers, _keys[message], facts);
                _handled.Add((message, facts));
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
