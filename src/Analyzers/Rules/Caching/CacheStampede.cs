using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Caching;

/// <summary>
/// When a key that many ask for expires, each of them misses, and each loads it: the cache lets
/// through all of its load at once, when the source can bear it least.
/// </summary>
/// <remarks>
/// The cache may be behind methods of ours, and the load in a lambda that is given. Silent where a member has a gate: a lock, a semaphore, a lazy value,
/// a table of loads in flight; and for loads that reach neither another process nor a database.
/// </remarks>
internal sealed class CacheStampede() : ScopeRule(Definition, Effect.CacheWrite)
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

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var (caches, code) = (new CacheCalls(graph), new DelegatedCode(graph));
        return caches.Bodies.Where(b => !HasGate(b)).SelectMany(b => Judge(b, caches.In(b), graph, code));
    }

    private static IEnumerable<Finding> Judge(BodyFacts body, IReadOnlyList<CacheCall> calls, EffectGraph graph, DelegatedCode code)
    {
        var reads = calls.Where(c => c.Reads && !c.Bodies.Any(HasGate)).ToList();
        if (!reads.Exists(r => MayLoad(r, calls)) || body.Flow is not { } flow)
            return Enumerable.Empty<Finding>();
        var loads = body.Sites.Where(s => !calls.Any(c => c.Site == s)
            && (graph.FlowFacts.IsOrRuns(s, IsLoad) || code.Inside(body, new[] { s }).Any(i => graph.FlowFacts.IsOrRuns(i.Site, IsLoad)))).ToList();
        return reads.Select(r => (Read: r.Site, Load: LoadOf(r, calls, loads, body, flow))).Where(f => f.Load is not null)
            .Select(f => new Finding(f.Read.Place.GetLocation(), ImmutableArray.Create(f.Read.Name, f.Load!)));
    }

    /// <summary>Whether it is given the factory of what it lacks, or the same entry is written after it.</summary>
    private static bool MayLoad(CacheCall read, IReadOnlyList<CacheCall> calls) => read.Writes || calls.Any(c => IsWriteOf(c, read));

    private static bool IsWriteOf(CacheCall write, CacheCall read) => write is { Writes: true, Reads: false } && write.IsOfSameEntry(read);

    /// <summary>What is loaded between a read that may miss and a write of the same key, or in the factory that the read is given.</summary>
    private static string? LoadOf(CacheCall read, IReadOnlyList<CacheCall> calls, List<Site> loads, BodyFacts body, BodyFlow flow)
    {
        if (read.Writes)
            return read.Site.Row is null ? null : loads.Find(l => l.Around.Contains(read.Site))?.Name; // a method of ours is judged where it does both
        var at = read.Site;
        var writes = calls.Where(c => IsWriteOf(c, read)).Select(c => c.Site)
            .Where(w => flow.Run(FlowPoint.Done(at), FlowPoint.Exit, n => FlowPoint.Of(w).IsAt(n)) is not null).ToList();
        return writes.Count == 0 ? null : loads.Find(l => flow.Run(FlowPoint.Done(at), FlowPoint.Of(l)) is not null
            && writes.Exists(w => flow.Run(FlowPoint.Done(l), FlowPoint.Of(w), n => FlowPoint.Of(at).IsAt(n)) is not null))?.Name
            ?? writes.Select(w => AwaitedBetween(at, w, body)).FirstOrDefault(l => l is not null);
    }

    /// <summary>A call that no model knows, awaited between the two on what is named like a source: <c>await tmdbClient.GetMovieAsync(…)</c>.</summary>
    private static string? AwaitedBetween(Site read, Site write, BodyFacts body) => body.Place.FindNode().DescendantNodes().OfType<AwaitExpressionSyntax>()
        .Where(a => a.SpanStart >= read.Place.Span.End && a.Span.End <= write.Place.Span.Start)
        .SelectMany(a => a.DescendantNodes().OfType<InvocationExpressionSyntax>()).Select(c => c.Expression).OfType<MemberAccessExpressionSyntax>()
        .FirstOrDefault(c => c.Expression is SimpleNameSyntax { Identifier.ValueText: var source } && Words.Any(source, Sources))?.Name.Identifier.ValueText;

    /// <summary>A call to another process or a database, by a model or by the name of what it is made on.</summary>
    private static bool IsLoad(Site site) => site.Has(Effect.RemoteCall)
        || (site is { Row: null, Receiver: { } source, Member: not IMethodSymbol { MethodKind: MethodKind.Constructor } } && Words.Any(source.Name, Sources));

    private static bool HasGate(BodyFacts body) => NamesAround.UsedInMember(body.Place).Any(n => Words.Any(n, Gates))
        || body.Place.FindNode().FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().Any(n => n is LockStatementSyntax) == true;
}
