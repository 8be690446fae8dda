using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The bodies behind a member that is abstract, virtual or an interface's: found when asked for, since most never are.</summary>
/// <param name="bodies">All bodies.</param>
/// <param name="types">All types that may implement something.</param>
/// <param name="keys">What tells symbols of several compilations apart.</param>
internal sealed class Implementations(BodyIndex bodies, IEnumerable<INamedTypeSymbol> types, SymbolKeys keys)
{
    private readonly Lazy<MultiMap<string, Implementer>> _implementers = new(() => ByInterface(types));
    private readonly Dictionary<SymbolKey, IReadOnlyList<BodyFacts>> _found = new();

    /// <summary>A type, with an interface that it has.</summary>
    private readonly record struct Implementer(INamedTypeSymbol Type, INamedTypeSymbol Interface);

    /// <summary>The overrides of a member, or what implements it.</summary>
    public IReadOnlyList<BodyFacts> Of(IMethodSymbol member)
    {
        var isOfInterface = member.ContainingType?.TypeKind == TypeKind.Interface;
        if (!(isOfInterface || member.IsVirtual || member.IsAbstract || member.IsOverride))
            return Array.Empty<BodyFacts>(); // nearly every member
        var key = keys[member];
        if (!_found.TryGetValue(key, out var found))
            _found.Add(key, found = (isOfInterface ? Implementing(member, key) : Overriding(member, key)).ToArray());

        return found;
    }

    /// <summary>Whether a type that has an interface is, or derives from, a class: <c>Orders : Repository&lt;Order&gt;, IOrders</c>.</summary>
    public bool Have(INamedTypeSymbol @interface, INamedTypeSymbol @class) =>
        _implementers.Value[@interface.Name]
            .Any(i => keys[i.Interface.OriginalDefinition] == keys[@interface.OriginalDefinition] && keys.IsOrDerivesFrom(i.Type, @class));

    /// <summary>What implements the members of interfaces that a library calls back, with the member as the interface has it.</summary>
    public IEnumerable<(IMethodSymbol Member, BodyFacts Body)> CalledBack(LibraryCatalog catalog) =>
        from implementer in _implementers.Value.Values
        from member in implementer.Interface.GetMembers().OfType<IMethodSymbol>()
        where catalog.KnowsName(member.Name)
        let body = Body(implementer.Type, member)
        where body is not null
        select (member, body);

    /// <summary>
    /// The members of libraries that implement a member of an interface of ours, because a class inherits them: <c>class Shop : DbContext, IUnitOfWork</c>.
    /// </summary>
    public IEnumerable<IMethodSymbol> Inherited(IMethodSymbol member) => Found(member, keys[member]).Where(f => f.Locations[0].IsInMetadata);

    private IEnumerable<BodyFacts> Implementing(IMethodSymbol member, SymbolKey key) => Found(member, key).Select(bodies.Of).OfType<BodyFacts>();

    /// <summary>What each type that has the member's interface implements it with.</summary>
    private IEnumerable<IMethodSymbol> Found(IMethodSymbol member, SymbolKey key) =>
        from implementer in _implementers.Value[member.ContainingType.Name]
        where keys[implementer.Interface] == keys[member.ContainingType]
        from candidate in implementer.Interface.GetMembers(member.Name).OfType<IMethodSymbol>()
        where keys[candidate] == key
        let found = implementer.Type.FindImplementationForInterfaceMember(candidate) as IMethodSymbol
        where found is not null
        select found;

    private IEnumerable<BodyFacts> Overriding(IMethodSymbol member, SymbolKey key)
    {
        foreach (var body in bodies.Named(BodyIndex.NameOf(member)))
        {
            for (var overridden = body.Method!.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (keys[overridden] == key)
                    yield return body;
            }
        }
    }

    private BodyFacts? Body(INamedTypeSymbol type, IMethodSymbol member) =>
        type.FindImplementationForInterfaceMember(member) is IMethodSymbol found ? bodies.Of(found) : null;

    private static MultiMap<string, Implementer> ByInterface(IEnumerable<INamedTypeSymbol> types)
    {
        var map = new MultiMap<string, Implementer>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            foreach (var @interface in type.AllInterfaces)
                map.Add(@interface.Name, new(type, @interface));
        }

        return map;
    }
}
