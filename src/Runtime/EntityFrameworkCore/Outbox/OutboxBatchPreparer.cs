using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace DistPatterns.Outbox;

/// <summary>Takes the messages out of what EF Core saves, and has the outbox write them after all else.</summary>
/// <remarks>Last, so that the save holds the rows of the aggregates when their messages get their places in the order of a key.</remarks>
internal sealed class OutboxBatchPreparer(ICommandBatchPreparer inner, IRelationalConnection connection, OutboxSession session) : ICommandBatchPreparer
{
    public IEnumerable<ModificationCommandBatch> BatchCommands(IList<IUpdateEntry> entries, IUpdateAdapter updateAdapter)
    {
        var commitsNext = session.Saving(inTransaction: connection.CurrentTransaction is not null);
        var byKind = entries.ToLookup(e => e.EntityType.ClrType == typeof(OutboxMessage));
        if (!byKind[true].Any())
        {
            return inner.BatchCommands(entries, updateAdapter);
        }

        IReadOnlyList<Envelope> messages =
        [
            .. byKind[true]
                .Where(e => e.EntityState == EntityState.Added)
                .Select(e => (OutboxMessage)e.ToEntityEntry().Entity)
                .OrderBy(m => m.Number)
                .Select(m => m.Envelope),
        ];
        return inner.BatchCommands([.. byKind[false]], updateAdapter)
            .Prepend(new OutboxBatch(session, []))
            .Append(new OutboxBatch(session, messages) { CommitsNext = commitsNext });
    }

    public IEnumerable<ModificationCommandBatch> CreateCommandBatches(IEnumerable<IReadOnlyModificationCommand> commandSet, bool moreCommandSets) =>
        inner.CreateCommandBatches(commandSet, moreCommandSets);

    public void ResetState() => inner.ResetState();

    public Task ResetStateAsync(CancellationToken cancellationToken = default) => inner.ResetStateAsync(cancellationToken);
}
