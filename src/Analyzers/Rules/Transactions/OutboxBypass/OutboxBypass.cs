using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>
/// A handler that runs under an outbox, and sends by a type that goes past it: the message leaves at once, whatever becomes of the handler's transaction.
/// </summary>
/// <remarks>
/// Silent outside of handlers, where such types are meant to be used; for what the outbox stores;
/// and in handlers that the outbox is not configured for.
/// </remarks>
internal sealed class OutboxBypass() : GraphRule(Definition, Effect.None)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2002",
        title: "Message goes past the outbox of its handler",
        messageFormat: "'{0}' goes past the outbox that this handler runs under ({1}): "
            + "the message leaves at once, also when the handler then fails, and again with each retry. "
            + "Send through the context of the message that is handled.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(EffectSummary summary) => summary.Declares;

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var outboxes = new HandlerOutboxes(graph);
        return from call in graph.Modelled
               where call.Site.Row!.Arguments(ClauseKind.Bypasses).Any()
               let outbox = outboxes.Passed(call.Body, call.Site)
               where outbox is not null
               select new Finding(call.Site.Place.GetLocation(), ImmutableArray.Create($"{call.Site.Receiver?.Name}.{call.Site.Name}", outbox.Site.Name));
    }
}
