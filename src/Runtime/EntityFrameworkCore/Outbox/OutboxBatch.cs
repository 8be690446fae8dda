using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace DistPatterns.Outbox;

/// <summary>
/// What the outbox writes in a save, as EF Core runs it: in the transaction of the save, under its savepoint, again when the save is run again. A save begins
/// with an empty one, since its first batch decides whether EF Core begins a transaction.
/// </summary>
internal sealed class OutboxBatch(OutboxSession session, IReadOnlyList<Envelope> messages) : ModificationCommandBatch
{
    /// <summary>Whether the transaction is committed right after this batch: the save has begun it, or the one who has says so.</summary>
    public bool CommitsNext { get; init; }

    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => []; // they count as saved entities

    public override bool RequiresTransaction => true;

    public override bool AreMoreBatchesExpected => messages.Count == 0;

    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand) => false;

    public override void Complete(bool moreBatchesExpected)
    {
    }

    /// <remarks>Waits for the outbox's statement, which goes over the same connection: nothing else is waited for.</remarks>
    public override void Execute(IRelationalConnection connection) => ExecuteAsync(connection, CancellationToken.None).GetAwaiter().GetResult();

    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        var transaction = connection.CurrentTransaction ?? throw new NotSupportedException(
            "The outbox writes its messages into a DbTransaction, and this save has none: "
                + "it is in a transaction of System.Transactions, or AutoTransactionBehavior is Never. "
                + "Begin one with Database.BeginTransaction.");
        if (messages.Count > 0)
        {
            await session.WriteAsync(transaction.GetDbTransaction(), messages, CommitsNext, cancellationToken).ConfigureAwait(false);
        }
    }
}
