using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A query is repeated, cached and routed to a replica because it changes nothing: one that writes does so twice, or not at all.</summary>
/// <remarks>
/// Silent for what goes through audits, caches, logs and metrics, by their names or those that the user adds; for what a question writes
/// on the way; and for the commit of a transaction that a query only reads in. Information, where the write is known by its name only.
/// </remarks>
internal sealed class QueryWrites() : ScopeRule(Definition, Effect.Commit | Effect.Publish)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2011",
        title: "Query changes something",
        messageFormat: "'{0}' answers a query, but {1} ({2}). A query is repeated, cached and sent to a replica because it changes nothing: "
            + "let a command do this.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    private static readonly HashSet<string> Asides = new(StringComparer.Ordinal) { "audit", "cache", "log", "logger", "metric", "telemetry", "statistic" };

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var changes = graph.Follow(DurableChanges.All);
        return from body in changes.Bodies
               where QueryHandlers.Contain(body, graph.Catalog)
               let found = body.Sites.Where(s => !graph.TargetsOf(s).Any(t => QueryHandlers.Contain(t, graph.Catalog)))
                   .SelectMany(s => changes.At(body, s))
                   .Where(e => e.Key.Confidence != Confidence.Opaque && !IsAside(e.Value, settings))
                   .OrderBy(e => e.Key.Confidence).Take(1)
               from change in found
               select Finding(body, change.Key, change.Value);
    }

    /// <summary>What passes an audit, a cache or the like, or a type that the user names in <c>distpatterns.query_writes.allowed</c>.</summary>
    private static bool IsAside(Trace change, Settings settings)
    {
        var allowed = settings[change.Site.Place.Tree, "distpatterns.query_writes.allowed"]?.Split(',').Select(n => n.Trim()).ToList();
        return change.Steps.Any(s => IsNamed(s.Site.Receiver) || IsNamed(s.Site.Member?.ContainingType) || Words.Any(s.Site.Name, Asides));

        bool IsNamed(ITypeSymbol? type) => type is not null && (Words.Any(type.Name, Asides) || allowed?.Contains(type.Name) == true);
    }

    private static Finding Finding(BodyFacts body, EffectKind kind, Trace change)
    {
        var chain = CallChain.Of(change);
        return new(change.Site.Place.GetLocation(), ImmutableArray.Create(
            CallChain.Name(body), kind.Effect == Effect.Commit ? "commits a change" : "publishes a message", CallChain.Text(chain)))
        {
            Severity = kind.Confidence == Confidence.Known ? null : DiagnosticSeverity.Info,
            Also = change.Steps.Skip(1).Select(s => new RelatedPlace("call", s.Site.Place.GetLocation())).ToImmutableArray(),
            Chain = chain.Insert(0, CallChain.Name(body)),
        };
    }
}
