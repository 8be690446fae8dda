using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>
/// A transaction that waits for another service holds its connection and its locks for as long as that takes: a slow service stops the database.
/// </summary>
/// <remarks>
/// Reported between the begin and the commit of one body, in the lambdas that it runs there, and in the handlers and endpoints around which a pipeline
/// behaviour or a middleware has opened a transaction.
/// Information for mails, and where the call is known by its name only. Messages are left to DP2001.
/// </remarks>
internal sealed class RemoteCallInTransaction() : ScopeRule(Definition, Effect.Begin)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2003",
        title: "Remote call inside a database transaction",
        messageFormat: "'{0}' calls out ({1}) while the transaction that '{2}' began is open: its connection and its locks wait for the answer. "
            + "Call before the transaction begins, or after its commit.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var (calls, code) = (graph.Follow(Effect.RemoteCall | Effect.Notify), new DelegatedCode(graph));
        return new OpenTransactions(graph).InAll().Where(t => t.IsCommitted)
            .SelectMany(t => t.Calls.Select(c => new SiteOf(t.Body, c)).Concat(code.Inside(t.Body, t.Calls)), (t, c) => Found(c, t.Begin, calls))
            .OfType<Finding>().GroupBy(f => f.Location).Select(g => g.First());
    }

    private static Finding? Found(SiteOf at, Site begin, Propagation<EffectKind> calls)
    {
        var (body, call) = at;
        var found = calls.At(body, call).Where(e => e.Key.Confidence != Confidence.Opaque)
            .OrderBy(e => e.Key.Effect).ThenBy(e => e.Key.Confidence).Take(1).ToList();
        if (found.Count == 0)
            return null;
        var (kind, trace) = (found[0].Key, found[0].Value);
        return new(call.Place.GetLocation(), ImmutableArray.Create(CallChain.Name(body), CallChain.Text(CallChain.Of(trace)), NameOf(begin)))
        {
            Severity = kind is { Effect: Effect.RemoteCall, Confidence: Confidence.Known } ? null : DiagnosticSeverity.Info,
            Chain = CallChain.Of(trace).Insert(0, CallChain.Name(body)),
        };
    }

    private static string NameOf(Site begin) =>
        begin.Member is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var made } ? $"new {made.Name}" : begin.Name;
}
