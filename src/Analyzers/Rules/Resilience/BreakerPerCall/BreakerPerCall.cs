using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>
/// A breaker opens after failures it has seen, a limiter counts the calls it lets through: one that is built for each call
/// sees one call, and does nothing but cost.
/// </summary>
/// <remarks>
/// Silent where the strategy is handed on, kept in a field, a registry or a closure, run in a loop or more than once, and in the
/// start of a program. What a method returns is followed to its callers, and what a property returns to its uses in the same file.
/// </remarks>
internal sealed class BreakerPerCall() : ScopeRule(Definition, Effect.StatefulStrategy)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1013",
        title: "Breaker or limiter built for each call",
        messageFormat: "'{0}' must remember earlier calls to work, and {1}. Build it once: in a static field, a singleton or a registry.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    private const string ResetByConstructor = "a constructor puts a new one into a static field, so that each object made resets it for all";

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        graph.Modelled.Where(s => s.Site.Has(Effect.StatefulStrategy)).Select(s => Fate(s, graph)).OfType<Finding>();

    private static Finding? Fate(SiteOf made, EffectGraph graph)
    {
        if (made.BindOperation() is not IInvocationOperation strategy)
            return null;
        var here = Strategy.Follow(strategy, made.Body.Owner, graph.Catalog);
        if (here.IsForOneCall)
            return Built(strategy, "is built for the one call that it runs");
        if (here.IsPerCall)
            return Built(strategy, "is built anew for each request");
        if (here.ReplacesStatic)
            return Built(strategy, ResetByConstructor);
        return here.IsReturned && SeesAllUses(made.Body, graph) ? Returned(strategy, made.Body, graph) : null;
    }

    private static Finding? Returned(IInvocationOperation strategy, BodyFacts body, EffectGraph graph)
    {
        var uses = MemberUse.Of(body, graph)
            .Select(u => (u.Operation, Fate: u.Operation is null ? default : Strategy.Follow(u.Operation, u.Owner, graph.Catalog))).ToList();
        if (uses.Find(u => u.Fate.ReplacesStatic).Operation is { Syntax: var reset })
            return Built(strategy, ResetByConstructor) with
            {
                Location = reset.GetLocation(),
                Also = ImmutableArray.Create(new RelatedPlace("breaker", Name(strategy))),
            };
        return uses.Count > 0 && uses.TrueForAll(u => u.Fate is { IsForOneCall: true } or { IsPerCall: true })
            ? Built(strategy, $"'{MemberName(body.Method!)}' builds a new one for each call that it runs") with
            {
                Also = uses.Select(u => new RelatedPlace("run here", u.Operation!.Syntax.GetLocation())).ToImmutableArray(),
            }
            : null;
    }

    private static bool SeesAllUses(BodyFacts body, EffectGraph graph) => body.Method is { MethodKind: not MethodKind.AnonymousFunction } method
        && (graph.Extent != GraphExtent.Type || method.MethodKind == MethodKind.LocalFunction || method.DeclaredAccessibility == Accessibility.Private);

    private static Finding Built(IInvocationOperation strategy, string fate) => new(Name(strategy), ImmutableArray.Create(strategy.TargetMethod.Name, fate));

    private static string MemberName(IMethodSymbol method) => method.AssociatedSymbol?.Name ?? method.Name;

    /// <summary>The method's name alone: the call may span many lines.</summary>
    private static Location Name(IInvocationOperation strategy) =>
        strategy.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } }
            ? name.GetLocation()
            : strategy.Syntax.GetLocation();
}
