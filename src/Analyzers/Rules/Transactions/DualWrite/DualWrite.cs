using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A database commit and a message that can part: a crash between the two leaves one without the other.</summary>
/// <remarks>
/// Silent where the message is a row of the same transaction (an outbox), where a method relays such rows, where the two
/// stand in branches that exclude each other, and where a callee holds both and is reported itself. A warning when both ends
/// are known from their libraries; information when one rests on a name, or the message is a mail or a screen update.
/// </remarks>
internal sealed class DualWrite() : ScopeRule(Definition, Effect.Commit)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2001",
        title: "A commit and a message can part",
        messageFormat: "{0} and {1} are two systems with no outbox in between: a crash after the first leaves {2}. "
            + "Write the message as a row of the same transaction.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(EffectSummary summary) =>
        base.MayFind(summary) && (summary.Has(Trait.Store) || (summary.All & (Effect.Publish | Effect.Notify)) != 0);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var conventions = graph.Catalog.Conventions;
        return !DualPairs.MayExist(graph) ? Enumerable.Empty<Finding>() :
            from found in new DualPairs(graph).All()
            let body = found.Body
            where !conventions.Say(Trait.OneOff, body.Type?.Name ?? "", body.Owner.Name)
            let pair = found.Pair
            where !pair.Commit.Steps.Any(s => IsOneOff(s.Site, conventions)) && !DeclaredOutbox.Takes(pair.Message, settings)
            let message = pair.Message.Site
            group (pair, body) by (body.Type?.ToDisplayString(), message.Member?.ToDisplayString(), message.Message?.ToDisplayString()) into publisher
            let clearest = publisher.OrderBy(p => p.pair.Distance).First()
            select Finding(clearest.body, clearest.pair, publisher.Where(p => p != clearest).Select(p => p.pair.Message.Site.Place.GetLocation()));
    }

    private static bool IsOneOff(Site site, Conventions conventions) => conventions.Say(Trait.OneOff, site.Member?.ContainingType?.Name ?? "", site.Name);

    private static Finding Finding(BodyFacts body, DualPair pair, IEnumerable<Location> also)
    {
        var (commit, message) = (CallChain.Of(pair.Commit), CallChain.Of(pair.Message));
        var (first, second, loss) = pair.MessageFirst
            ? ($"message ({CallChain.Text(message)})", $"commit ({CallChain.Text(commit)})", "an event for a change that never happened")
            : ($"commit ({CallChain.Text(commit)})", $"message ({CallChain.Text(message)})", "a change that nobody hears of");
        return new(pair.Message.Site.Place.GetLocation(), ImmutableArray.Create(Capital(first), second, loss))
        {
            Severity = pair.IsCertain ? null : DiagnosticSeverity.Info,
            Also = also.Prepend(pair.Commit.Site.Place.GetLocation()).ToImmutableArray(),
            Chain = message.Insert(0, CallChain.Name(body.Owner)),
            Steps = pair.Message.Steps.Concat(pair.Commit.Steps).Select(s => s.Site.Place.GetLocation()).ToImmutableArray(),
        };
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
