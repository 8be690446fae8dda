using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>What the steps of sagas change that a later failure leaves behind: a commit, a message, a remote write. What only reads needs no undoing.</summary>
internal sealed class StepChanges(EffectGraph graph)
{
    private readonly Propagation<EffectKind> _effects = graph.Follow(Effect.Commit | Effect.Publish | Effect.RemoteCall);

    /// <summary>The calls that lead to the first change that some bodies make; null where none is known.</summary>
    public string? In(IEnumerable<BodyFacts> bodies) => bodies.SelectMany(b => _effects.Of(b))
        .Where(e => e.Key.Confidence == Confidence.Known && (e.Key.Effect != Effect.RemoteCall || RemoteWrite.Is(e.Value.Steps.Last().Site)))
        .Select(e => CallChain.Text(CallChain.Of(e.Value))).FirstOrDefault();
}
