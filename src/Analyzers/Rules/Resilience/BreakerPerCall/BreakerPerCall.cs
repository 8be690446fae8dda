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
        var here = StrategyFlow.From(strategy, graph.Catalog);
        if (here.IsRunOnce && !IsStart(strategy, made.Body.Owner))
            return Built(strategy, "is built for the one call that it runs");
        if (here.ResetsStatic)
            return Built(strategy, ResetByConstructor);
        if (!here.IsReturned || StrategyFlow.Function(strategy) is not null || (graph.Extent == GraphExtent.Type && made.Body.Owner.DeclaredAccessibility != Accessibility.Private))
            return null;
        var uses = UsesOf(made.Body, graph).Select(u => (Flow: u.Operation is null ? null : StrategyFlow.From(u.Operation, graph.Catalog), u.Operation, u.Owner)).ToList();
        if (uses.Find(u => u.Flow?.ResetsStatic == true).Operation is { Syntax: var reset })
            return Built(strategy, ResetByConstructor) with { Location = reset.GetLocation(), Also = ImmutableArray.Create(new RelatedPlace("breaker", Name(strategy))) };
        return uses.Count > 0 && uses.TrueForAll(u => u.Flow?.IsRunOnce == true && !IsStart(u.Operation!, u.Owner))
            ? Built(strategy, $"'{MemberName(made.Body.Owner)}' builds a new one for each call that it runs") with
            {
                Also = uses.Select(u => new RelatedPlace("run here", u.Operation!.Syntax.GetLocation())).ToImmutableArray(),
            }
            : null;
    }

    private static Finding Built(IInvocationOperation strategy, string fate) => new(Name(strategy), ImmutableArray.Create(strategy.TargetMethod.Name, fate));

    /// <summary>The top-level statements of a program run once, and lambdas in them whenever they are called.</summary>
    private static bool IsStart(IOperation strategy, ISymbol owner) =>
        StrategyFlow.Function(strategy) is null && (owner is not IMethodSymbol method || method.MethodKind == MethodKind.StaticConstructor || method.Name is "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName);

    private static IEnumerable<(IOperation? Operation, ISymbol Owner)> UsesOf(BodyFacts body, EffectGraph graph) => body.Method?.AssociatedSymbol is { } property
        ? ReadsInFile(property, body.Place.Tree, body.GetSemanticModel()).Select(o => ((IOperation?)o, body.Owner))
        : graph.CallersOf(body).Select(c => (c.BindOperation(), c.Body.Owner));

    private static IEnumerable<IOperation> ReadsInFile(ISymbol property, SyntaxTree file, SemanticModel? model) => file.GetRoot().DescendantNodes()
        .OfType<SimpleNameSyntax>().Where(n => n.Identifier.ValueText == property.Name)
        .Select(n => model?.GetOperation(n.Parent is MemberAccessExpressionSyntax access && access.Name == n ? access : n))
        .Where(o => o is IPropertyReferenceOperation { Property.OriginalDefinition: var read } && SymbolEqualityComparer.Default.Equals(read, property))
        .OfType<IOperation>();

    private static string MemberName(ISymbol owner) => (owner as IMethodSymbol)?.AssociatedSymbol?.Name ?? owner.Name;

    /// <summary>The method's name alone: the call may span many lines.</summary>
    private static Location Name(IInvocationOperation strategy) =>
        strategy.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } }
            ? name.GetLocation()
            : strategy.Syntax.GetLocation();
}
