using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>The tables of an outbox are set up, and nothing goes through them; or it is set up for a context whose model has no such tables.</summary>
/// <remarks>
/// Only where the whole program is in sight. Silent where an endpoint, a callback or a definition uses it for that context, where the registration holds
/// a call that is not understood, and where code that belongs to no context adds the tables.
/// </remarks>
internal sealed class OutboxNotWired() : GraphRule(Definition, Effect.None)
{
    /// <summary>Set among a diagnostic's properties where it lacks the call that sends through it.</summary>
    public const string Unused = "unused";

    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2018",
        title: "Outbox is set up and not wired",
        messageFormat: "'{0}' sets up an outbox for {1}, and {2}",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(EffectSummary summary) => summary.Declares;

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) => graph.Extent < GraphExtent.Program ? Enumerable.Empty<Finding>()
        : graph.Registrations.Declaring("outbox-storage").Select(s => Judge(s, graph)).OfType<Finding>();

    private static Finding? Judge(Registration storage, EffectGraph graph)
    {
        var contexts = storage.Contexts.ToList();
        if (storage.IsUnderstood && !storage.Everything.Any(r => r.Declares("bus-outbox")) && !IsUsedByEndpoint(contexts, graph))
            return Finding(storage, contexts, "nothing goes through it: neither UseBusOutbox nor an outbox on an endpoint is configured. Messages are sent at once, as without it.", Unused);
        return contexts.Find(c => LacksTables(c, graph)) is { } context
            ? Finding(storage, new() { context }, "its model has no tables for it: the first message fails. Add them in OnModelCreating (AddTransactionalOutboxEntities).", null)
            : null;
    }

    private static bool IsUsedByEndpoint(List<INamedTypeSymbol> contexts, EffectGraph graph) => graph.Registrations.Declaring("consumer-outbox")
        .Any(r => r.Contexts.ToList() is not { Count: > 0 } used || contexts.Count == 0 || used.Exists(u => contexts.Exists(c => ContextTypes.AreRelated(u, c))));

    /// <summary>A context of ours whose model adds none; code that is no context may add them to any.</summary>
    private static bool LacksTables(INamedTypeSymbol context, EffectGraph graph) =>
        context.Locations[0].IsInSource
        && !graph.Registrations.Declaring("outbox-entities").Any(t => t.Body.Type is not { } type || ContextTypes.AreOfDifferentKinds(type, context) || ContextTypes.AreRelated(type, context));

    private static Finding Finding(Registration storage, List<INamedTypeSymbol> contexts, string what, string? fact) =>
        new(storage.Site.Place.GetLocation(), ImmutableArray.Create(storage.Site.Name, contexts.Count == 1 ? contexts[0].Name : "its context", what))
        {
            Facts = fact is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(fact, "true"),
        };
}
