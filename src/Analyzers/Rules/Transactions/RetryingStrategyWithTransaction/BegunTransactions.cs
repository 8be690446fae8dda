using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Transactions;

/// <summary>A transaction that is begun at a site of a body, and still open behind it.</summary>
/// <param name="Trace">The calls that lead to where it is begun.</param>
/// <param name="By">What begins it.</param>
/// <param name="Context">The context that it is begun on; null where it is of none, as a scope is, or is not known.</param>
internal sealed record BegunTransaction(Trace Trace, Row By, INamedTypeSymbol? Context)
{
    /// <summary>A scope is around everything that is done in it, whatever the library; any other transaction around what its own library does.</summary>
    public bool MayHold(StrategyUse use) => By.Kind == RowKind.New || By.File == use.Library;
}

/// <summary>Finds transactions that are open behind the call that begins them, and whether a strategy runs the code that does.</summary>
internal sealed class BegunTransactions(EffectGraph graph)
{
    private readonly Propagation<EffectKind> _begins = graph.Follow(Effect.Begin);

    public IEnumerable<BodyFacts> Bodies => _begins.Bodies;

    public IEnumerable<BegunTransaction> At(BodyFacts body, Site site) => _begins.At(body, site).Select(e => e.Value)
        .Where(t => !t.Steps.Skip(1).Any(s => s.Body.Sites.Any(c => c.Has(Trait.Completes))) && t.Steps.Last().Site.Row is not null && !IsUnderStrategy(t))
        .Select(t => new BegunTransaction(t, t.Steps.Last().Site.Row!, ContextOf(t.Steps.Last())));

    private bool IsUnderStrategy(Trace trace) => trace.Steps.Any(s => IsExecuted(s.Site) || AsksForStrategy(s.Body)) || IsCalledUnderStrategy(trace.Body, new());

    private bool IsCalledUnderStrategy(BodyFacts body, HashSet<BodyFacts> seen) =>
        seen.Add(body) && graph.CallersOf(body).Any(c => IsExecuted(c.Site) || IsCalledUnderStrategy(c.Body, seen));

    /// <summary>Whether a strategy runs the delegate that a site stands in, itself or behind a method of ours.</summary>
    private bool IsExecuted(Site site) =>
        site.Around.Any(a => StrategyUses.IsExecution(a) || graph.TargetsOf(a).Any(t => t.Sites.Any(StrategyUses.IsExecution)));

    /// <summary>Whether the member around a body asks for the strategy: where something in the delegate that it runs does not bind, neither does that call.</summary>
    private static bool AsksForStrategy(BodyFacts body) => body.Place.FindNode().FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes()
        .Any(n => n is SimpleNameSyntax { Identifier.ValueText: "CreateExecutionStrategy" }) == true;

    /// <summary>The object whose property begins it: <c>shop.Database.BeginTransaction()</c>.</summary>
    private static INamedTypeSymbol? ContextOf(Trace begin) => new SiteOf(begin.Body, begin.Site).BindOperation() is IInvocationOperation call
        && Arguments.Receiver(call) is { } facade && ValueOrigins.Unconverted(facade) is IPropertyReferenceOperation { Instance.Type: INamedTypeSymbol { TypeKind: TypeKind.Class } context }
        ? context : null;
}
