using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Messaging;

/// <summary>A message that is given back at once because its handling failed comes at once and fails again: for ever, as fast as the broker can.</summary>
/// <remarks>Silent where a wait, or a look at how often the message came, lies between the failure and the return.</remarks>
internal sealed class HotRequeue() : FlowRule(Definition, Effect.Nack)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP3005",
        title: "Failed message is requeued at once and without end",
        messageFormat: "'{0}' puts the message back whenever '{1}' fails, without a wait or a count: one that can never be handled spins for ever. "
            + "Send it to a dead letter, or count its deliveries.",
        category: Family.Messaging,
        defaultSeverity: DiagnosticSeverity.Warning);

    protected override IEnumerable<Finding> Judge(BodyFacts body, BodyFlow flow, FlowFacts facts) =>
        from nack in flow.Sites
        where nack.Has(Effect.Nack) && nack.Has(Trait.Immediate)
        let work = flow.Sites.FirstOrDefault(w => w != nack && !w.Has(Effect.Ack | Effect.Nack)
            && (IsRunOnFailure(nack, w, body, facts) || IsRunOnAnswer(nack, w, body, facts)))
        where work is not null
        select new Finding(nack.Place.GetLocation(), ImmutableArray.Create(nack.Name, work.Name));

    private static bool IsRunOnFailure(Site nack, Site work, BodyFacts body, FlowFacts facts) =>
        facts.CanFail(body, work) && facts.Run(body, FlowPoint.Failed(work), FlowPoint.Of(nack), n => Tempers(n, body, facts)) is not null;

    /// <summary>The work tells its failure by its result: one answer leads to the acknowledgement, another to the return.</summary>
    private static bool IsRunOnAnswer(Site nack, Site work, BodyFacts body, FlowFacts facts) =>
        facts.AnswersFailure(body, work)
        && facts.Run(body, FlowPoint.Done(work), FlowPoint.Of(nack), n => Tempers(n, body, facts)) is { } run && run.Nodes.Any(n => n.Answers.Contains(work))
        && body.Flow!.Sites.Any(a => a.Has(Effect.Ack) && facts.Run(body, FlowPoint.Done(work), FlowPoint.Of(a), n => FlowPoint.Of(nack).IsAt(n)) is not null);

    private static bool Tempers(FlowNode node, BodyFacts body, FlowFacts facts) =>
        (node.Tests & FlowBounds.Counter) != 0 || (node.Moment == FlowMoment.Call && facts.Does(body, node.Site!, Effect.Wait));
}
