using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A message that a context tracks until its next save.</summary>
/// <param name="Trace">The calls that lead to where it is sent.</param>
/// <param name="Outbox">What the program declares the outbox by.</param>
/// <param name="Context">The context.</param>
internal sealed record TrackedMessage(Trace Trace, Registration Outbox, INamedTypeSymbol Context);

/// <summary>Finds messages that go into an outbox which only saves of its context write: <c>covers(saves)</c>.</summary>
internal sealed class TrackedMessages(EffectGraph graph)
{
    private readonly Propagation<EffectKind> _messages = graph.Follow(Effect.Publish);

    public IEnumerable<TrackedMessage> At(BodyFacts body, Site site) =>
        from sent in _messages.At(body, site)
        where sent.Key.Confidence != Confidence.Opaque
        let row = sent.Value.Steps.Last().Site.Row
        where row is not null && !graph.Surroundings.AreOfLibrary(body, Libraries.RootOf(row)) // its handlers send through their own context
        from fact in row.Arguments(ClauseKind.Unless)
        from outbox in graph.Registrations.Declaring(fact)
        where outbox.Covers("saves")
        from context in outbox.Contexts
        select new TrackedMessage(sent.Value, outbox, context);
}
