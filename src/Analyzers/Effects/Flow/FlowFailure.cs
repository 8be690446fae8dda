using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>How many of some failures a handler takes.</summary>
internal enum Taken
{
    None,
    Perhaps,
    All,
}

/// <summary>A failure on its way to a handler.</summary>
/// <param name="Type">What is thrown; null for whatever the call of a site throws.</param>
/// <param name="IsIncidental">It may be anything, thrown by code other than the call of a site.</param>
internal sealed record FlowFailure(ITypeSymbol? Type, bool IsIncidental)
{
    /// <summary>The call of a site failed: most likely because something remote did.</summary>
    public static readonly FlowFailure OfSite = new(null, IsIncidental: false);

    /// <summary>Some other code threw.</summary>
    public static readonly FlowFailure OfOtherCode = new(null, IsIncidental: true);

    /// <summary>What calls over a network throw, and handlers of it mean: the names of their most derived bases.</summary>
    private static readonly HashSet<string> Remote = new(StringComparer.Ordinal)
    {
        "HttpRequestException", "TimeoutException", "SocketException", "IOException", "DbException", "DbUpdateException", "RpcException",
    };

    /// <summary>A throw of a known type; of the base of all it may be anything.</summary>
    public static FlowFailure Of(ITypeSymbol? type) => type is null || IsBaseOfAll(type) ? OfSite : new(type, IsIncidental: false);

    /// <summary>How many of such failures a handler of a type takes.</summary>
    public Taken TakenBy(ITypeSymbol? handled)
    {
        if (handled is null || IsBaseOfAll(handled))
            return Taken.All;
        if (Type is not null)
            return IsOrDerivesFrom(Type, handled) ? Taken.All : IsOrDerivesFrom(handled, Type) ? Taken.Perhaps : Taken.None;
        return IsIncidental || IsRemote(handled) ? Taken.Perhaps : Taken.None;
    }

    private static bool IsBaseOfAll(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object
        || type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsRemote(ITypeSymbol type) => Bases(type).Any(t => Remote.Contains(t.Name));

    private static bool IsOrDerivesFrom(ITypeSymbol type, ITypeSymbol ancestor) => Bases(type).Any(t => SymbolEqualityComparer.Default.Equals(t, ancestor));

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
            yield return t;
    }
}
