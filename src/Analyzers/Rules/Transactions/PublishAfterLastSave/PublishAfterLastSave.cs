using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A message that goes into the outbox of a context after the last save of that context: its row is never written, and the message is lost.</summary>
/// <remarks>
/// Silent where a save follows, in the same method, in what calls it, or in code that runs around it; in the handlers of the library, which send
/// through a context of their own; and where nothing was saved before, since then the save may be anybody's.
/// </remarks>
internal sealed class PublishAfterLastSave() : GraphRule(Definition, Effect.Publish)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2015",
        title: "Message goes into the outbox after the last save",
        messageFormat: "{0} puts the message into the outbox of {1} ({2}), and no save follows: its row is never written, and the message is lost. "
            + "Publish before the save.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(EffectSummary summary) => base.MayFind(summary) && summary.Declares;

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        if (graph.Registrations.Declaring("bus-outbox").Count == 0)
            return Enumerable.Empty<Finding>();
        var (messages, saves) = (new TrackedMessages(graph), new SaveOrder(graph));
        return from body in graph.Bodies
               from site in body.Sites
               let message = messages.At(body, site).FirstOrDefault()
               where message is not null && !saves.AreInside(site, message.Context) && !saves.Follow(body, site, message.Context)
               let save = saves.Before(body, site, message.Context)
               where save is not null
               select Finding(body, message, save.Value.Trace, save.Value.Save);
    }

    private static Finding Finding(BodyFacts body, TrackedMessage message, Trace before, ContextSave save)
    {
        var chain = CallChain.Of(message.Trace);
        return new(message.Trace.Site.Place.GetLocation(), ImmutableArray.Create(CallChain.Text(chain), message.Context.Name, message.Outbox.Site.Name))
        {
            Severity = save.Confidence == Confidence.Known ? null : DiagnosticSeverity.Info,
            Also = ImmutableArray.Create(new RelatedPlace("last save", before.Site.Place.GetLocation())),
            Chain = chain.Insert(0, CallChain.Name(body)),
            Steps = message.Trace.Steps.Concat(before.Steps).Select(s => s.Site.Place.GetLocation()).ToImmutableArray(),
        };
    }
}
