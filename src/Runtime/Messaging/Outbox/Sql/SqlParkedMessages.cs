using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.Outbox;

/// <summary>The parked messages of a relational database.</summary>
/// <param name="source">The database.</param>
/// <param name="dialect">Its words.</param>
internal sealed class SqlParkedMessages(DbDataSource source, OutboxDialect dialect) : IParkedMessages
{
    private readonly OutboxStatements _sql = new(dialect);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ParkedMessage>> ListAsync(int count = 100, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = _sql.ListParked;
        command.AddParameter("count", count);
        return await command.ReadAllAsync(OutboxRows.Parked, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReplayAsync(IReadOnlyList<Guid>? ids, CancellationToken cancellationToken = default) =>
        WithAsync(ids, putBack: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> DiscardAsync(IReadOnlyList<Guid>? ids, CancellationToken cancellationToken = default) =>
        WithAsync(ids, putBack: false, cancellationToken);

    // "All" is said by their ids: one that is parked between two statements is none of them.
    private async ValueTask<int> WithAsync(IReadOnlyList<Guid>? ids, bool putBack, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await connection.CommitAsync(async command =>
        {
            command.CommandText = OutboxStatements.ParkedIds;
            ids ??= await command.ReadAllAsync(row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
            command.AddParameter("ids", dialect.Ids(ids));
            if (putBack)
            {
                await command.ExecuteAsync(_sql.PutBack, cancellationToken).ConfigureAwait(false);
            }

            var changed = await command.ExecuteAsync(_sql.Discard, cancellationToken).ConfigureAwait(false);
            await command.ExecuteAsync(_sql.FreeKeys, cancellationToken).ConfigureAwait(false);
            return changed;
        }, cancellationToken).ConfigureAwait(false);
    }
}
