using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Transactions;

/// <summary>A transaction that no execution strategy has begun, so that none can begin it again.</summary>
/// <param name="Open">Where it is open.</param>
/// <param name="By">What begins it.</param>
/// <param name="Context">The context that it is begun on; null where it is of none, as a scope is, or is not known.</param>
internal sealed record UnretriedTransaction(OpenTransaction Open, Row By, INamedTypeSymbol? Context)
{
    /// <summary>A scope is around everything that is done in it, whatever the library; any other transaction around what its own library does.</summary>
    public bool MayHold(StrategyUse use) => By.Kind == RowKind.New || By.File == use.Library;
}

/// <summary>Finds the transactions that are begun outside the code that a strategy runs.</summary>
internal sealed class UnretriedTransactions(EffectGraph graph)
{
    public IEnumerable<UnretriedTransaction> InAll() =>
        from open in new OpenTransactions(graph).InAll()
        from way in open.Ways
        where !IsUnderStrategy(way)
        let begin = way.Steps.Last()
        select new UnretriedTransaction(open, begin.Site.Row!, ContextOf(begin));

    private bool IsUnderStrategy(Trace trace) => trace.Steps.Any(s => IsExecuted(s.Site)) || IsCalledUnderStrategy(trace.Body, new());

    private bool IsCalledUnderStrategy(BodyFacts body, HashSet<BodyFacts> seen) =>
        seen.Add(body) && graph.CallersOf(body).Any(c => IsExecuted(c.Site) || IsCalledUnderStrategy(c.Body, seen));

    /// <summary>Whether a strategy runs the delegate that a site stands in, itself or behind a method of ours.</summary>
    private bool IsExecuted(Site site) =>
        site.Around.Any(a => StrategyUses.IsExecution(a) || graph.TargetsOf(a).Any(t => t.Sites.Any(StrategyUses.IsExecution)));

    /// <summary>The object whose property begins it: <c>shop.Database.BeginTransaction()</c>.</summary>
    private static INamedTypeSymbol? ContextOf(Trace begin) => new SiteOf(begin.Body, begin.Site).BindOperation() is IInvocationOperation call
        && Arguments.Receiver(call) is { } facade
        && ValueOrigins.Unconverted(facade) is IPropertyReferenceOperation { Instance.Type: INamedTypeSymbol { TypeKind: TypeKind.Class } context }
            ? context
            : null;
}
