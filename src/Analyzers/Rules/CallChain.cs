using System.Collections.Immutable;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>Calls as messages name them.</summary>
internal static class CallChain
{
    /// <summary>The calls of a trace, outermost first: <c>IOrders.Save → ShopContext.SaveChangesAsync</c>.</summary>
    public static ImmutableArray<string> Of(Trace trace) => trace.Steps.Select(s => Name(s.Site)).ToImmutableArray();

    public static string Text(IEnumerable<string> calls) => string.Join(" → ", calls);

    public static string Name(ISymbol member) => member.ContainingType is { } type ? $"{type.Name}.{member.Name}" : member.Name;

    /// <summary>The type that a call is made through, where a library declares it; the type that declares it, where we do.</summary>
    private static string Name(Site site)
    {
        var declaring = site.Member?.ContainingType;
        var type = site.Row is null ? declaring ?? site.Receiver : site.Receiver ?? declaring;
        return type is null ? site.Name : $"{type.Name}.{site.Name}";
    }
}
