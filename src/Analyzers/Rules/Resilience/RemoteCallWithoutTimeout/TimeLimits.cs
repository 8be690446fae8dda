using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>What puts a time limit on a call: the client's option, a handler or policy, a token with a deadline, a wait with a limit.</summary>
internal sealed class TimeLimits(EffectGraph graph)
{
    /// <summary>The option that limits every call of a client.</summary>
    public static bool IsLimitOption(Site site) => site.Row is { Kind: RowKind.Option } row && row.Arguments(ClauseKind.Forever).Any();

    public static bool IsLimit(Site site) => site.Has(Trait.Deadline) || (IsLimitOption(site) && !site.IsForever);

    /// <summary>Whether a call on a client asks, waits, and is limited by nothing in its body. A stream has no end that a limit could know.</summary>
    public bool IsOpen(Site call, IReadOnlyCollection<Site> body) =>
        call.Has(Effect.RemoteCall) && !call.Has(Trait.Streaming) && !IsLimited(call, body);

    /// <summary>By its token, by a wait around it, or by a delegate that other code runs.</summary>
    private bool IsLimited(Site call, IReadOnlyCollection<Site> body) =>
        call.Within is not null
        || (call.Arguments.Cancel.Site is { } source && MayHaveDeadline(source))
        || body.Any(s => s.Has(Trait.Deadline) && (s.Subject.Site == call || (call.Arguments.Cancel.Symbol is { } token && IsAbout(s, token))));

    /// <summary>Whether a token's source has a deadline, or comes from a method of ours that sets one or cannot be looked into.</summary>
    private bool MayHaveDeadline(Site source)
    {
        if (source.Row is not null)
            return source.Has(Trait.Deadline);
        var makers = graph.TargetsOf(source);
        return makers.Count == 0 || makers.Any(m => m.Sites.Any(IsLimit));
    }

    /// <summary>Whether a call on a client or its builder can be looked into, and sets no limit.</summary>
    public bool IsHarmless(Site site)
    {
        if (site.Arguments.Handler is { } handler)
            return IsHarmless(handler);
        if (site.Row is { } row)
            return row.Kind == RowKind.New || !row.Roles.ContainsKey(Role.Handler) || site.Has(Trait.Neutral);
        return graph.TargetsOf(site) is { Count: > 0 } targets && targets.SelectMany(t => t.Sites).All(s => !IsLimit(s) && AddsNothing(s));
    }

    private bool AddsNothing(Site site) => site.Arguments.Handler is not { } handler || IsHarmless(handler);

    /// <summary>A handler of the framework limits nothing; one of ours can be read.</summary>
    private bool IsHarmless(ITypeSymbol handler) => handler.Locations[0].IsInSource
        ? !graph.BodiesOf(handler).SelectMany(b => b.Sites).Any(IsLimit)
        : handler.ContainingAssembly?.Name == "System.Net.Http" && !handler.IsAbstract;

    private static bool IsAbout(Site site, ISymbol token) => Is(site.Subject.Symbol, token) || Is(site.Target, token);

    public static bool Is(ISymbol? a, ISymbol? b) => a is not null && SymbolEqualityComparer.Default.Equals(a, b);
}
