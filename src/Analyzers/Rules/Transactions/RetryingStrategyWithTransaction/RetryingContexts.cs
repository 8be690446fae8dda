using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>The contexts whose execution strategy retries, as the program configures them.</summary>
internal sealed class RetryingContexts
{
    private readonly List<(INamedTypeSymbol Context, Registration By)> _retrying;
    private readonly bool _areAll;

    public RetryingContexts(EffectGraph graph)
    {
        _retrying = graph.Registrations.Declaring("retrying-strategy").Where(r => !r.Everything.Any(c => c.Declares("no-retrying-strategy")))
            .SelectMany(r => r.Contexts, (r, context) => (context, r)).ToList();
        _areAll = _retrying.Count > 0 && graph.Extent >= GraphExtent.Program
            && graph.Modelled.Where(RegistersContext).SelectMany(s => graph.Registrations.Of(s).Contexts)
                .All(c => _retrying.Exists(r => ContextTypes.AreRelated(r.Context, c)));
    }

    /// <summary>Whether the strategy of any context retries.</summary>
    public bool Any => _retrying.Count > 0;

    /// <summary>What makes the strategy of a context retry; null where nothing does. What is known to be some context only may be any: then all must.</summary>
    public (INamedTypeSymbol Context, Registration By)? Of(INamedTypeSymbol? context)
    {
        foreach (var retrying in _retrying)
        {
            if (context is null ? _areAll : IsOf(context, retrying.Context))
                return retrying;
        }

        return null;
    }

    private bool IsOf(INamedTypeSymbol context, INamedTypeSymbol retrying) =>
        ContextTypes.IsOrDerivesFrom(context, retrying) || (_areAll && ContextTypes.AreRelated(context, retrying));

    private static bool RegistersContext(SiteOf registration) =>
        registration.Site.Arguments is { Resource: { } context, Implementation: { } made } && SymbolEqualityComparer.Default.Equals(context, made);
}
