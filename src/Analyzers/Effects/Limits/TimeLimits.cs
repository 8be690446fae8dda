using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// What limits the time of a call: what it is passed, the client's option, a handler or policy, a token with a deadline, a wait with a limit.
/// </summary>
internal sealed class TimeLimits(EffectGraph graph)
{
    private readonly AddedPolicies _policies = new(graph);

    /// <summary>The option that limits every call of a client.</summary>
    public static bool IsLimitOption(Site site) => site.Row is { Kind: RowKind.Option } row && row.Arguments(ClauseKind.Forever).Any();

    public static bool IsLimit(Site site) => IsDeadline(site) || (IsLimitOption(site) && !site.IsForever);

    /// <summary>Whether a call on a client asks, waits, and is limited by nothing in its body. A stream has no end that a limit could know.</summary>
    public bool IsOpen(SiteOf call) =>
        call.Site.Has(Effect.RemoteCall) && !call.Site.Has(Trait.Streaming) && !IsLimited(call, byToken: true, new());

    /// <summary>By what it is passed, by a wait around it, by code that runs the delegate it stands in; or because each call of its body is.</summary>
    private bool IsLimited(SiteOf at, bool byToken, HashSet<BodyFacts> seen)
    {
        var (body, call) = at;
        return call.Arguments.HasTimeout
            || (call.Arguments.Options is { } options && MayLimit(options, unknown: true))
            || (byToken && IsLimitedByToken(body, call.Arguments.Cancel))
            || (call.Within is { } runner && MayLimitWhatItRuns(runner))
            || body.Sites.Any(s => IsDeadline(s) && s.Subject.Site == call)
            || IsRaced(body)
            || (seen.Add(body) && IsLimitedByCallers(at, byToken, seen));
    }

    private bool IsLimitedByToken(BodyFacts body, Origin token) =>
        MayLimit(token, unknown: false) || (token.Symbol is { } held && body.Sites.Any(s => IsDeadline(s) && IsAbout(s, held)));

    /// <summary>The body waits for the first of several things, and a delay is one of them: whatever hangs, it goes on.</summary>
    private static bool IsRaced(BodyFacts body) => body.Sites.Any(s => s.Has(Trait.Races)) && body.Sites.Any(s => s.Has(Effect.Wait));

    /// <summary>What limits a caller limits what is done in its name: its token only where that is handed on.</summary>
    private bool IsLimitedByCallers(SiteOf at, bool byToken, HashSet<BodyFacts> seen)
    {
        var callers = graph.CallersOf(at.Body);
        var handsOn = byToken && at.Site.Arguments.Cancel.Symbol is IParameterSymbol;
        return callers.Count > 0 && callers.All(c => IsLimited(c, handsOn, seen));
    }

    /// <summary>A row that names the time limits only where one is passed.</summary>
    private static bool IsDeadline(Site site) =>
        site.Has(Trait.Deadline) && (site.Arguments.HasTimeout || !site.Row!.Roles.ContainsKey(Role.Timeout));

    /// <summary>Whether a token or options hold a deadline.</summary>
    /// <param name="value">Where they come from.</param>
    /// <param name="unknown">What to believe of those that come from a place that cannot be looked into.</param>
    private bool MayLimit(Origin value, bool unknown)
    {
        if (value.Site is { } made)
            return MayLimit(made);
        var makers = value.Symbol is IFieldSymbol or IPropertySymbol ? MakersOf(value.Symbol).ToList() : new();
        return makers.Count == 0 ? unknown : makers.Any(IsLimit);
    }

    /// <summary>Whether what makes a token or options gives them a deadline: a method of ours can be read, any other is trusted to.</summary>
    private bool MayLimit(Site made)
    {
        if (made.Row is not null)
            return IsDeadline(made) || MayLimit(made.Arguments.Cancel, unknown: false) || (made.Subject.Site is { } start && MayLimit(start));
        var makers = graph.TargetsOf(made);
        return makers.Count == 0 || makers.Any(m => m.Sites.Any(IsLimit));
    }

    /// <summary>What a field or property is set to, or computed by; and what is said of it later.</summary>
    private IEnumerable<Site> MakersOf(ISymbol member) => graph.BodiesOf(member.ContainingType).SelectMany(b => b.Sites.Where(s =>
        s.Row is not null && (Is(b.Owner, member) || Is((b.Owner as IMethodSymbol)?.AssociatedSymbol, member) || IsAbout(s, member))));

    /// <summary>A call of ours that runs a delegate can be read; one that keeps it limits nothing; any other is trusted to.</summary>
    private bool MayLimitWhatItRuns(Site runner)
    {
        if (runner.Row is { } row)
            return !row.Arguments(ClauseKind.Defers).Any();
        return graph.TargetsOf(runner) is not { Count: > 0 } targets
            || targets.Any(t => t.Sites.Any(IsLimit))
            || (runner.Within is { } further && MayLimitWhatItRuns(further));
    }

    /// <summary>Whether what is said of a client or its builder limits its calls, or may.</summary>
    public bool MayLimit(SiteOf said) =>
        AddedPolicies.IsAdded(said.Site) ? _policies.MayLimit(said) : IsLimit(said.Site) || !IsHarmless(said.Site);

    /// <summary>Whether a call on a client or its builder can be looked into, and sets no limit.</summary>
    public bool IsHarmless(Site site)
    {
        if (site.Arguments.Handler is { } handler)
            return IsHarmless(handler);
        if (site.Row is { } row)
            return row.Kind == RowKind.New || !row.Roles.ContainsKey(Role.Handler) || site.Has(Trait.Neutral);
        return AreHarmless(graph.TargetsOf(site), new()) == true;
    }

    /// <summary>Whether bodies set no limit, by themselves or through methods of ours that they call; null of none.</summary>
    private bool? AreHarmless(IReadOnlyList<BodyFacts> bodies, HashSet<BodyFacts> seen) =>
        bodies.Count == 0
            ? null
            : bodies.Where(seen.Add)
                .SelectMany(b => b.Sites, (b, s) => new SiteOf(b, s))
                .All(at => AddedPolicies.IsAdded(at.Site) ? !_policies.MayLimit(at) : IsHarmless(at.Site, seen));

    private bool IsHarmless(Site s, HashSet<BodyFacts> seen) =>
        !IsLimit(s) && (s.Arguments.Handler is not { } handler || IsHarmless(handler)) && (s.Row is not null || AreHarmless(graph.TargetsOf(s), seen) != false);

    /// <summary>A handler of the framework limits nothing; one of ours can be read, where more than one type is in sight.</summary>
    private bool IsHarmless(ITypeSymbol handler) => !handler.DeclaringSyntaxReferences.IsEmpty
        ? graph.Extent != GraphExtent.Type && !graph.BodiesOf(handler).SelectMany(b => b.Sites).Any(IsLimit)
        : handler.ContainingAssembly?.Name == "System.Net.Http" && !handler.IsAbstract;

    private static bool IsAbout(Site site, ISymbol token) => Is(site.Subject.Symbol, token) || Is(site.Target, token);

    public static bool Is(ISymbol? a, ISymbol? b) => a is not null && SymbolEqualityComparer.Default.Equals(a, b);
}
