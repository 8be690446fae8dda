using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Caching;

/// <summary>When a key that many ask for expires, each of them misses, and each loads it: the cache lets through all of its load at once, when the source can bear it least.</summary>
/// <remarks>Silent where the member has a gate: a lock, a semaphore, a lazy value, a table of loads in flight; and for loads that reach neither another process nor a database.</remarks>
internal sealed class CacheStampede() : FlowRule(Definition, Effect.CacheWrite)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP7002",
        title: "Cache lets every caller that misses load",
        messageFormat: "When the entry of '{0}' expires, every caller that misses runs '{1}' at the same time. "
            + "Let one load for all: HybridCache, or a gate for each key.",
        category: Family.Caching,
        defaultSeverity: DiagnosticSeverity.Info);

    private static readonly HashSet<string> Gates = new(StringComparer.Ordinal)
    {
        "lock", "gate", "semaphore", "mutex", "lazy", "inflight", "flight", "pending", "monitor", "locker",
    };

    private static readonly HashSet<string> Sources = new(StringComparer.Ordinal) { "repository", "client", "api", "gateway", "dao", "db", "queryable" };

    protected override IEnumerable<Finding> Judge(BodyFacts body, BodyFlow flow, FlowFacts facts)
    {
        var found = flow.Sites.Where(s => s.Has(Effect.CacheRead)).Select(s => (Read: s, Load: LoadOf(s, body, flow, facts)))
            .Where(f => f.Load is not null).ToList();
        return found.Count == 0 || HasGate(body) ? Enumerable.Empty<Finding>()
            : found.Select(f => new Finding(f.Read.Place.GetLocation(), ImmutableArray.Create(f.Read.Name, f.Load!)));
    }

    /// <summary>What is loaded between a read that may miss and a write of the same key, or in the factory that the read is given.</summary>
    private static string? LoadOf(Site read, BodyFacts body, BodyFlow flow, FlowFacts facts)
    {
        var loads = flow.Sites.Where(s => !s.Has(Effect.CacheRead | Effect.CacheWrite | Effect.CacheRemove) && facts.IsOrRuns(s, IsLoad));
        if (read.Has(Effect.CacheWrite))
            return loads.FirstOrDefault(l => l.Around.Contains(read))?.Name;
        var writes = flow.Sites.Where(w => w.Has(Effect.CacheWrite) && !w.Has(Effect.CacheRead) && IsSameEntry(read, w)
            && flow.Run(FlowPoint.Done(read), FlowPoint.Exit, n => FlowPoint.Of(w).IsAt(n)) is not null).ToList();
        return writes.Count == 0 ? null : loads.FirstOrDefault(l => flow.Run(FlowPoint.Done(read), FlowPoint.Of(l)) is not null
            && writes.Exists(w => flow.Run(FlowPoint.Done(l), FlowPoint.Of(w), n => FlowPoint.Of(read).IsAt(n)) is not null))?.Name
            ?? writes.Select(w => AwaitedBetween(read, w, body)).FirstOrDefault(l => l is not null);
    }

    /// <summary>A call that no model knows, awaited between the two on what is named like a source: <c>await tmdbClient.GetMovieAsync(…)</c>.</summary>
    private static string? AwaitedBetween(Site read, Site write, BodyFacts body) => body.Place.FindNode().DescendantNodes().OfType<AwaitExpressionSyntax>()
        .Where(a => a.SpanStart >= read.Place.Span.End && a.Span.End <= write.Place.Span.Start)
        .SelectMany(a => a.DescendantNodes().OfType<InvocationExpressionSyntax>()).Select(c => c.Expression).OfType<MemberAccessExpressionSyntax>()
        .FirstOrDefault(c => c.Expression is SimpleNameSyntax { Identifier.ValueText: var source } && Words.Any(source, Sources))?.Name.Identifier.ValueText;

    /// <summary>A call to another process or a database, by a model or by the name of what it is made on.</summary>
    private static bool IsLoad(Site site) => site.Has(Effect.RemoteCall)
        || (site is { Row: null, Receiver: { } source, Member: not IMethodSymbol { MethodKind: MethodKind.Constructor } } && Words.Any(source.Name, Sources));

    private static bool IsSameEntry(Site read, Site write) => read.Arguments.KeyExpression is { } key && key == write.Arguments.KeyExpression
        && SymbolEqualityComparer.Default.Equals(read.Subject.Symbol, write.Subject.Symbol);

    private static bool HasGate(BodyFacts body) => body.Place.FindNode().AncestorsAndSelf().FirstOrDefault(n => n is MemberDeclarationSyntax) is { } member
        && member.DescendantNodes().Any(n => n is LockStatementSyntax || (n is SimpleNameSyntax { Identifier.ValueText: var name } && Words.Any(name, Gates)));
}
