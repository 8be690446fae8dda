using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Messaging;

/// <summary>A message whose handling failed must not be acknowledged: the broker forgets it, and nothing will handle it again.</summary>
/// <remarks>
/// Silent where the failure is redeemed on the way: done again, counted by its deliveries, given back, published again, sought, stored, or handed to
/// code that cannot be looked into. And in types that read from queues of their own connection alone, as for replies: nothing else could handle those
/// messages. An acknowledged offset covers all before it, so that of a failed message is passed by the next.
/// </remarks>
internal sealed class AckAfterSwallow() : FlowRule(Definition, Effect.Ack)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP3011",
        title: "Message is acknowledged although its handling failed",
        messageFormat: "'{0}' acknowledges the message also where '{1}' has failed{2}: the broker forgets it, and nothing handles it again. "
            + "Rethrow, or give the message back or to a dead letter.",
        category: Family.Messaging,
        defaultSeverity: DiagnosticSeverity.Warning);

    protected override IEnumerable<Finding> Judge(BodyFacts body, BodyFlow flow, FlowFacts facts) =>
        from ack in flow.Sites
        where ack.Has(Effect.Ack) && !facts.ReadsOwnQueues(body)
        let lost = flow.Sites.Where(s => !s.Has(Effect.Ack | Effect.Nack)).Select(w => Lost(w, ack, body, facts)).FirstOrDefault(f => f is not null)
        where lost is not null
        select lost;

    private static Finding? Lost(Site work, Site ack, BodyFacts body, FlowFacts facts)
    {
        if (facts.CanFail(body, work) && Leads(FlowPoint.Failed(work)) is { } run)
            return Finding(ack, work, "", run);
        if (ack.Has(Trait.Cumulative) && facts.CanFail(body, work) && facts.IsRepeated(body)
            && facts.Run(body, FlowPoint.Failed(work), FlowPoint.Exit, n => facts.Settles(body, n)) is { } swallowed)
            return Finding(ack, work, " before: its offset lies behind that of the next message", swallowed);
        return facts.Swallows(body, work) && Leads(FlowPoint.Done(work)) is not null ? Finding(ack, work, ", which swallows its failures", null) : null;

        FlowRun? Leads(FlowPoint from) =>
            facts.Run(body, from, FlowPoint.Of(ack), n => facts.Settles(body, n) || IsForgiven(n, work, ack, body.Flow!), Rounds(work, ack, body.Flow!));
    }

    /// <summary>
    /// The work of the same message succeeds after all, in a later round of a loop that the acknowledgement is not part of; or the code looks at how often
    /// the message has come, and gives up on one that fails each time.
    /// </summary>
    private static bool IsForgiven(FlowNode node, Site work, Site ack, BodyFlow flow) =>
        (node.Tests & FlowBounds.Deliveries) != 0 || (FlowPoint.Done(work).IsAt(node) && flow.LoopsAround(work).Count > flow.LoopsAround(work, ack).Count);

    /// <summary>The loops whose next round is about the next message.</summary>
    private static IReadOnlyList<FlowLoop> Rounds(Site work, Site ack, BodyFlow flow) =>
        ack.Has(Trait.Cumulative) ? Array.Empty<FlowLoop>() : flow.LoopsAround(work, ack);

    private static Finding Finding(Site ack, Site work, string how, FlowRun? run) =>
        new(ack.Place.GetLocation(), ImmutableArray.Create(ack.Name, work.Name, how))
        {
            Also = ImmutableArray.Create(new RelatedPlace(run is null ? "swallows" : "fails", work.Place.GetLocation())),
        };
}
