using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>
/// The tables of an outbox are set up, and nothing goes through them; or it is set up for a context whose model has no such tables; or messages are put into
/// one that no program empties.
/// </summary>
/// <remarks>
/// Only where the whole program is in sight; that nothing empties an outbox, only where all programs of the solution are. Silent where an endpoint,
/// a callback or a definition uses it for that context, where the registration holds a call that is not understood, and where code that belongs to no
/// context adds the tables.
/// </remarks>
internal sealed class OutboxNotWired() : GraphRule(Definition, Effect.None)
{
    /// <summary>Set among a diagnostic's properties where it lacks the call that sends through it.</summary>
    public const string Unused = "unused";

    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2018",
        title: "Outbox is set up and not wired",
        messageFormat: "'{0}' {1}, and {2}",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    private static readonly (string Message, string Lacking, string What)[] Needs =
    {
        ("outbox-message", "outbox-dispatcher", "no program here sends what is in it: none calls AddOutbox."),
        ("context-outbox-message", "context-outbox",
            "no context here has one: neither UseOutbox nor UseEntityFrameworkCore is called, so that the first message fails."),
    };

    public override bool MayFind(EffectSummary summary) => summary.Declares;

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) => graph.Extent < GraphExtent.Program ? Enumerable.Empty<Finding>()
        : graph.Registrations.Declaring("outbox-storage").Select(s => Judge(s, graph)).OfType<Finding>().Concat(Unserved(graph));

    /// <summary>The first message that is put into an outbox which no program of the solution has what it needs for.</summary>
    private static IEnumerable<Finding> Unserved(EffectGraph graph) => graph.Extent < GraphExtent.Solution ? Enumerable.Empty<Finding>()
        : from need in Needs
          where graph.Registrations.Declaring(need.Lacking).Count == 0
          from put in graph.Registrations.Declaring(need.Message).Take(1)
          select new Finding(put.Site.Place.GetLocation(), ImmutableArray.Create(put.Site.Name, "puts a message into an outbox", need.What));

    private static Finding? Judge(Registration storage, EffectGraph graph)
    {
        var contexts = storage.Contexts.ToList();
        if (storage.IsUnderstood && !storage.Everything.Any(r => r.Declares("bus-outbox")) && !IsUsedByEndpoint(storage, contexts, graph))
        {
            return Finding(storage, contexts, "nothing goes through it: neither UseBusOutbox nor an outbox on an endpoint is configured. "
                + "Messages are sent at once, as without it.", Unused);
        }

        return contexts.Find(c => LacksTables(c, graph)) is { } context
            ? Finding(storage, new() { context }, "its model has no tables for it: the first message fails. "
                + "Add them in OnModelCreating (AddTransactionalOutboxEntities).", null)
            : null;
    }

    /// <summary>Not by an endpoint of another program; and an outbox that is for no context uses no tables of one.</summary>
    private static bool IsUsedByEndpoint(Registration storage, List<INamedTypeSymbol> contexts, EffectGraph graph)
    {
        var hosts = new HostAssemblies(graph, new[] { storage.Body });
        return graph.Registrations.Declaring("consumer-outbox")
            .Where(r => r.Site.Row!.ParameterFor(Role.Resource) is not null && (hosts.Share(r.Body) || (r.Body.Type is { } type && hosts.MayUse(type))))
            .Any(r => r.Contexts.ToList() is not { Count: > 0 } used || contexts.Count == 0
                || used.Exists(u => contexts.Exists(c => ContextTypes.AreRelated(u, c))));
    }

    /// <summary>A context of ours whose model adds none; code that is no context may add them to any.</summary>
    private static bool LacksTables(INamedTypeSymbol context, EffectGraph graph) =>
        !context.DeclaringSyntaxReferences.IsEmpty
        && !graph.Registrations.Declaring("outbox-entities")
            .Any(t => t.Body.Type is not { } type || ContextTypes.AreOfDifferentKinds(type, context) || ContextTypes.AreRelated(type, context));

    private static Finding Finding(Registration storage, List<INamedTypeSymbol> contexts, string what, string? fact) =>
        new(storage.Site.Place.GetLocation(), ImmutableArray.Create(storage.Site.Name, $"sets up an outbox for {NameOf(contexts)}", what))
        {
            Facts = fact is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(fact, "true"),
        };

    private static string NameOf(List<INamedTypeSymbol> contexts) => contexts.Count == 1 ? contexts[0].Name : "its context";
}
