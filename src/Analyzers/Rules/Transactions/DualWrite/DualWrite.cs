using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A database commit and a message to a broker, in one run: a crash between the two leaves one without the other.</summary>
/// <remarks>
/// Silent where the message is a row of the same transaction (an outbox), where a method relays such rows, where the two
/// stand in branches that exclude each other, and where a callee holds both and is reported itself. A warning when both ends
/// are known from their libraries; information when one rests on a name, or the message is a mail or a screen update.
/// </remarks>
internal sealed class DualWrite() : ScopeRule(Definition, Effect.Commit)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2001",
        title: "Dual write: the database change can be saved while the message is lost, or the reverse",
        messageFormat: "Dual write: {0}, then {1}. {2} {3}.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(EffectSummary summary) =>
        base.MayFind(summary) && (summary.Has(Trait.Store) || (summary.All & (Effect.Publish | Effect.Notify)) != 0);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var (conventions, outboxes) = (graph.Catalog.Conventions, new HandlerOutboxes(graph));
        return !DualPairs.MayExist(graph) ? Enumerable.Empty<Finding>() :
            from found in new DualPairs(graph).All()
            let body = found.Body
            where !conventions.Say(Trait.OneOff, body.Type?.Name ?? "", body.Owner.Name)
            let pair = found.Pair
            where !pair.Commit.Trace.Steps.Any(s => IsOneOff(s.Site, conventions)) && !DeclaredOutbox.Takes(pair.Message.Trace, settings)
                && !outboxes.MayBePassed(pair.Message.Trace) // of which DP2002 speaks
            select Finding(body, pair, OutboxAdvice.For(pair, graph));
    }

    private static bool IsOneOff(Site site, Conventions conventions) => conventions.Say(Trait.OneOff, site.Member?.ContainingType?.Name ?? "", site.Name);

    private static Finding Finding(BodyFacts body, DualPair pair, string advice)
    {
        var saved = $"the database change is saved ({CallChain.Text(CallChain.Of(pair.Commit.Trace))})";
        var chain = CallChain.Of(pair.Message.Trace);
        var sent = $"{Sent(pair.Message.Effect)} ({CallChain.Text(chain)})";
        var words = pair.IsMessageFirst
            ? ImmutableArray.Create(sent, saved, "If the save fails, the message tells of a change that was never made.", advice)
            : ImmutableArray.Create(saved, sent, "If the process stops in between, or this call fails, the change is there and the message is lost.", advice);
        return new(pair.Message.Site.Place.GetLocation(), words)
        {
            Severity = pair.IsCertain ? null : DiagnosticSeverity.Info,
            Also = pair.MoreCommits.Prepend(pair.Commit.Site).Where(c => IsOfCompilation(c, body))
                .Select(c => new RelatedPlace("commit", c.Place.GetLocation())).ToImmutableArray(),
            Chain = chain.Insert(0, CallChain.Name(body)),
            Unbound = pair.Message.Unbound.Concat(pair.Commit.Unbound)
                .Select(s => new RelatedPlace(s.Row?.Library ?? "", s.Place.GetLocation())).ToImmutableArray(),
            Steps = pair.Message.Trace.Steps.Concat(pair.Commit.Trace.Steps).Select(s => s.Site.Place.GetLocation()).ToImmutableArray(),
        };
    }

    /// <summary>Only there may a diagnostic have additional locations; the saves that run an interceptor may be in another project.</summary>
    private static bool IsOfCompilation(Site site, BodyFacts body) => body.GetSemanticModel()?.Compilation.ContainsSyntaxTree(site.Place.Tree) == true;

    private static string Sent(TransactionEffect message) => message switch
    {
        { Effect: Effect.Notify } => "the notification is sent",
        { Effect: Effect.Commit } => "the message is stored in a commit of its own",
        _ => "the message is sent",
    };
}
