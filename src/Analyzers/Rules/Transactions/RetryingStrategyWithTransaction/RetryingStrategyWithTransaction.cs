using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>
/// A transaction of the user's own around saves or queries of a context whose strategy retries: it cannot begin the transaction again, and throws.
/// </summary>
/// <remarks>
/// Silent where a strategy runs the code that begins the transaction, itself or what calls it; where only raw SQL runs in it, which no strategy
/// sees; and where it is not in sight that the context's strategy retries.
/// </remarks>
internal sealed class RetryingStrategyWithTransaction() : ScopeRule(Definition, Effect.Begin)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2004",
        title: "Transaction under a strategy that retries",
        messageFormat: "'{0}' begins a transaction, and the strategy of {1}, which retries ({2}), is to run {3} in it: "
            + "that throws, since a retry could not begin it again. Run the whole in CreateExecutionStrategy().Execute.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var contexts = new RetryingContexts(graph);
        if (!contexts.Any)
            return Enumerable.Empty<Finding>();
        var (uses, code) = (graph.Follow(StrategyUses.All), new DelegatedCode(graph));
        return new UnretriedTransactions(graph).InAll().Select(t => Judge(t, uses, contexts, code)).OfType<Finding>()
            .GroupBy(f => f.Location).Select(g => g.First());
    }

    private static Finding? Judge(UnretriedTransaction transaction, Propagation<StrategyUse> uses, RetryingContexts contexts, DelegatedCode code)
    {
        var (body, begin, _, inside, _) = transaction.Open;
        foreach (var at in inside.Select(s => new SiteOf(body, s)).Concat(code.Inside(body, inside)))
        {
            foreach (var use in uses.At(at.Body, at.Site).Where(u => transaction.MayHold(u.Key)))
            {
                // what another body does may be of another context than the transaction around it
                var context = use.Key.Context ?? (at.Body == body ? transaction.Context : null);
                if (IsOther(transaction.Context, use.Key.Context) || contexts.Of(context) is not { } retrying)
                    continue;
                var chain = CallChain.Of(use.Value);
                return new(begin.Place.GetLocation(), ImmutableArray.Create(begin.Name, retrying.Context.Name, retrying.By.Site.Name, CallChain.Text(chain)))
                {
                    Also = at.Body != body ? ImmutableArray<RelatedPlace>.Empty
                        : ImmutableArray.Create(new RelatedPlace("run by the strategy", at.Site.Place.GetLocation())),
                    Chain = chain.Insert(0, CallChain.Name(body)),
                    Steps = use.Value.Steps.Select(s => s.Site.Place.GetLocation()).ToImmutableArray(),
                };
            }
        }

        return null;
    }

    private static bool IsOther(INamedTypeSymbol? begun, INamedTypeSymbol? used) =>
        begun is not null && used is not null && !ContextTypes.AreRelated(begun, used);
}
