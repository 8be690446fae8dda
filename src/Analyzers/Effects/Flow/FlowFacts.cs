using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// What the calls of a body mean for its flow, by what lies behind them: which can fail, and what
/// becomes of a failure. Composed over calls when a rule asks.
/// </summary>
internal sealed class FlowFacts(EffectGraph graph)
{
    private const Effect Failing = Effect.RemoteCall | Effect.Commit | Effect.Publish | Effect.Notify | Effect.Checkpoint | Effect.LockAcquire;

    private readonly Dictionary<BodyFacts, bool> _canFail = new();
    private readonly Dictionary<BodyFacts, bool> _swallows = new();

    /// <summary>A shortest run, as <see cref="BodyFlow.Run"/> finds it, in which only what can fail does.</summary>
    public FlowRun? Run(BodyFacts body, FlowPoint from, FlowPoint to, Func<FlowNode, bool>? without = null, IReadOnlyList<FlowLoop>? once = null) =>
        body.Flow!.Run(from, to, n => without?.Invoke(n) == true || (n.Moment == FlowMoment.Failed && !CanFail(body, n.Site!)), once);

    /// <summary>
    /// Whether one run may pass a site and then another of the same body, in the same round of the loops around both. By the text, where the compiler makes no
    /// graph, or one without the two: of code that does not bind.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="first">The site that the run passes.</param>
    /// <param name="later">The site that it then comes to.</param>
    /// <param name="without">The sites that it must not pass on its way.</param>
    public bool MayPrecede(BodyFacts body, Site first, Site later, params Site[] without) => body.Flow is { } flow && flow.Has(first) && flow.Has(later)
        ? Run(body, FlowPoint.Done(first), FlowPoint.Of(later), n => without.Any(w => FlowPoint.Of(w).IsAt(n)), flow.LoopsAround(first, later)) is not null
        : first.MayPrecede(later) && !without.Any(w => first.MayPrecede(w) && w.MayPrecede(later));

    /// <summary>Whether a call can fail because of something remote, and tells its caller.</summary>
    public bool CanFail(BodyFacts body, Site site)
    {
        if (graph.EffectAt(body, site) is { } effect && effect.Row.Has(Failing))
            return true;
        var targets = graph.TargetsOf(site);
        return targets.Count == 0 ? IsOpaqueWork(site) : targets.Any(CanFail);
    }

    /// <summary>Whether something fails behind a call, and nothing tells its caller: neither an exception, nor a result that it looks at.</summary>
    public bool Swallows(BodyFacts body, Site site) =>
        !CanFail(body, site) && graph.TargetsOf(site).Any(Swallows) && body.Flow!.Nodes.Any(n => FlowPoint.Of(site).IsAt(n) && n.IsResultUnused);

    /// <summary>Whether a call can fail and says so by its result alone, at which some code looks.</summary>
    public bool AnswersFailure(BodyFacts body, Site site) =>
        !site.Has(Effect.LockAcquire | Effect.Permit) && (CanFail(body, site) || graph.TargetsOf(site).Any(Swallows));

    /// <summary>Whether a body is run again and again: a caller has it in a loop.</summary>
    public bool IsRepeated(BodyFacts body) => graph.CallersOf(body).Any(c => Startup.IsInLoop(c.Site));

    /// <summary>Whether the type of a body takes messages by queues of its own connection alone, as replies: nothing else could handle them.</summary>
    public bool ReadsOwnQueues(BodyFacts body)
    {
        var declared = graph.BodiesOf(body.Type).SelectMany(b => b.Sites)
            .SelectMany(s => s.Row?.Arguments(ClauseKind.Declares) ?? Enumerable.Empty<string>()).ToList();
        return declared.Contains("own-queue") && !declared.Contains("shared-queue");
    }

    /// <summary>Whether a step redeems a failure: the message goes back, on, or into a store, or to code that cannot be looked into.</summary>
    public bool Settles(BodyFacts body, FlowNode node)
    {
        if (node is not { Moment: FlowMoment.Call, Site: { } site } || site.Has(Effect.Ack))
            return false;
        return Does(body, site, Effect.Nack | Effect.Publish)
            || (node.IsInHandler && (Does(body, site, Effect.Commit | Effect.Write | Effect.RemoteCall) || (graph.TargetsOf(site).Count == 0 && IsOwn(site))));
    }

    /// <summary>Whether a call has one of the effects, by itself or through what it calls.</summary>
    public bool Does(BodyFacts body, Site site, Effect effects) =>
        graph.EffectAt(body, site) is { } effect && effect.Row.Has(effects)
        || (graph.TargetsOf(site).Count > 0 && graph.Has(effects) && graph.Follow(effects).At(body, site).Any(e => e.Key.Confidence != Confidence.Opaque));

    /// <summary>Whether a call is of a kind, or runs bodies with one that is.</summary>
    public bool IsOrRuns(Site site, Func<Site, bool> kind) => IsOrRuns(site, kind, new());

    private bool IsOrRuns(Site site, Func<Site, bool> kind, HashSet<BodyFacts> seen) =>
        kind(site) || graph.TargetsOf(site).Where(seen.Add).Any(b => b.Sites.Any(s => IsOrRuns(s, kind, seen)));

    private bool CanFail(BodyFacts body)
    {
        if (_canFail.TryGetValue(body, out var known))
            return known;
        _canFail[body] = false; // what calls itself fails only by something else
        return _canFail[body] = body.HandlesFailures && body.Flow is { } flow
            ? flow.Sites.Any(s => CanFail(body, s) && Run(body, FlowPoint.Failed(s), FlowPoint.Thrown) is not null)
            : body.Sites.Any(s => CanFail(body, s));
    }

    private bool Swallows(BodyFacts body)
    {
        if (_swallows.TryGetValue(body, out var known))
            return known;
        _swallows[body] = false;
        var may = body.HandlesFailures || body.Sites.Any(s => graph.TargetsOf(s).Any(Swallows));
        return _swallows[body] = may && body.Flow is { } flow && flow.Sites.Any(s => IsSwallowedIn(body, s));
    }

    /// <summary>Whether the body returns as if nothing had happened, after a call has failed or has swallowed a failure itself.</summary>
    private bool IsSwallowedIn(BodyFacts body, Site site) =>
        (CanFail(body, site) && Run(body, FlowPoint.Failed(site), FlowPoint.Exit, n => Settles(body, n)) is not null)
        || (Swallows(body, site) && Run(body, FlowPoint.Done(site), FlowPoint.Exit, n => Settles(body, n)) is not null);

    /// <summary>Work that goes on in code that is not here: behind a delegate, an interface, a dispatcher.</summary>
    private static bool IsOpaqueWork(Site site) => site.Dispatches || (IsOwn(site) && TaskTypes.Is(ResultOf(site)));

    private static ITypeSymbol? ResultOf(Site site) => site.Member is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke }
        ? (site.Receiver as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType
        : (site.Member as IMethodSymbol)?.ReturnType;

    /// <summary>A call of our own code, or of a delegate.</summary>
    private static bool IsOwn(Site site) =>
        site.Row is null && (!site.IsForeign || site.Member is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke });
}
