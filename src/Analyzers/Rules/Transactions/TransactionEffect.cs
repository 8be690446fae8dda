using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>A commit, a write that a commit makes durable, a message, or a notice to a person.</summary>
/// <param name="Effect">Which of them.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="IsOfStore">It is done to a store of messages on their way, not to business data.</param>
/// <param name="Resource">What it acts on, by name; empty where that is unknown. Of several systems
/// behind a call the clearest can then be told, not the nearest.</param>
/// <param name="Condition">What a parameter of the method that it is in must be for it to happen.</param>
internal readonly record struct TransactionEffect(Effect Effect, Confidence Confidence, bool IsOfStore, string Resource, ParameterCondition? Condition = null)
{
    public bool IsBusinessCommit => this is { Effect: Effect.Commit, IsOfStore: false, Confidence: not Confidence.Opaque };

    /// <summary>A message that leaves; or one that is stored apart, in a commit of its own, which is an outbox in name only.</summary>
    public bool IsMessage => (IsSending && !IsOfStore) || this is { Effect: Effect.Commit, IsOfStore: true, Confidence: not Confidence.Opaque };

    public bool IsSending => MaySend && Confidence != Confidence.Opaque;

    public bool MaySend => Effect is Effect.Publish or Effect.Notify;

    /// <summary>A row of a store of messages is added, marked or removed.</summary>
    public bool IsMarkingOfStore => this is { Effect: Effect.Commit or Effect.Write, IsOfStore: true };
}
