using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The bodies that a library calls with a message of some type.</summary>
internal sealed class Handlers
{
    private readonly SymbolKeys _keys;
    private readonly MultiMap<SymbolKey, BodyFacts> _byMessage = new();
    private readonly List<(ITypeSymbol Message, BodyFacts Handler)> _all = new();

    public Handlers(Implementations implementations, SymbolKeys keys, LibraryCatalog catalog)
    {
        _keys = keys;
        foreach (var (member, body) in implementations.CalledBack(catalog))
        {
            if (MessageOf(member, catalog) is not { } message)
                continue;
            _byMessage.Add(keys[message], body);
            _all.Add((message, body));
        }
    }

    /// <summary>Whether a site sends what may be any of several messages, and does so itself: the events of an entity, one after the other.</summary>
    public static bool AreOfMany(Site site) => site.Dispatches && !site.Arguments.IsHandedOn
        && site.Message is { SpecialType: SpecialType.None } and ({ TypeKind: TypeKind.Interface } or { TypeKind: TypeKind.Class, IsAbstract: true });

    /// <summary>The handlers of what is sent; of a base of messages, as a list of domain events holds it, those of every message that it may be.</summary>
    public IEnumerable<BodyFacts> Of(Site site)
    {
        if (site.Message is not { } message)
            return Enumerable.Empty<BodyFacts>();
        if (_byMessage[_keys[message]] is { Count: > 0 } handlers)
            return handlers;
        return AreOfMany(site) ? _all.Where(h => IsA(h.Message, message)).Select(h => h.Handler) : Enumerable.Empty<BodyFacts>();
    }

    /// <summary>The type of message that a library hands to this member, where it is one that the library calls.</summary>
    public static ITypeSymbol? MessageOf(IMethodSymbol member, LibraryCatalog catalog)
    {
        if (catalog.FindHandler(member.OriginalDefinition)?.ParameterFor(Role.Message) is not { } parameter)
            return null;
        var type = member.ContainingType;
        var index = type.OriginalDefinition.TypeParameters.Select(p => p.Name).ToList().IndexOf(parameter);
        return index >= 0 ? type.TypeArguments[index] : null;
    }

    private bool IsA(ITypeSymbol type, ITypeSymbol ancestor) => ancestor.TypeKind == TypeKind.Interface
        ? type.AllInterfaces.Any(i => _keys[i] == _keys[ancestor])
        : _keys.IsOrDerivesFrom(type as INamedTypeSymbol, ancestor as INamedTypeSymbol);
}
