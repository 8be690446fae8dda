using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The bodies of a graph by their methods and types. By name first: the key of a symbol is dear, and most are never asked for.</summary>
internal sealed class BodyIndex
{
    private readonly SymbolKeys _keys;
    private readonly Lazy<MultiMap<string, BodyFacts>> _byMethod;
    private readonly Lazy<MultiMap<string, BodyFacts>> _byType;
    private readonly Dictionary<string, Dictionary<SymbolKey, BodyFacts>> _keyed = new(StringComparer.Ordinal);

    public BodyIndex(IReadOnlyList<BodyFacts> all, SymbolKeys keys)
    {
        _keys = keys;
        _byMethod = new(() => By(all, b => b.Method is { } method ? NameOf(method) : null));
        _byType = new(() => By(all, b => b.Type?.Name));
    }

    /// <summary>The name that a method is called by: of one that implements an interface explicitly, the interface's.</summary>
    public static string NameOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.ExplicitInterfaceImplementation ? method.Name.Substring(method.Name.LastIndexOf('.') + 1) : method.Name;

    /// <summary>Those that are called by this name.</summary>
    public IReadOnlyList<BodyFacts> Named(string name) => _byMethod.Value[name];

    /// <summary>The body of a method, if it is here.</summary>
    public BodyFacts? Of(IMethodSymbol method)
    {
        var name = NameOf(method);
        var named = Named(name);
        if (named.Count == 0)
            return null;
        if (!_keyed.TryGetValue(name, out var keyed))
        {
            _keyed.Add(name, keyed = new());
            foreach (var body in named)
                keyed[_keys[body.Method!]] = body;
        }

        return keyed.TryGetValue(_keys[method], out var found) ? found : null;
    }

    /// <summary>Those that stand in one type, in whichever compilation its symbol was met.</summary>
    public IEnumerable<BodyFacts> In(ITypeSymbol type) =>
        _byType.Value[type.Name].Where(b => _keys[b.Type!] == _keys[type]);

    private static MultiMap<string, BodyFacts> By(IReadOnlyList<BodyFacts> all, Func<BodyFacts, string?> nameOf)
    {
        var map = new MultiMap<string, BodyFacts>(StringComparer.Ordinal);
        foreach (var body in all)
        {
            if (nameOf(body) is { } name)
                map.Add(name, body);
        }

        return map;
    }
}
