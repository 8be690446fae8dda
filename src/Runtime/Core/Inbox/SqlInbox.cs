using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.Inbox;

/// <summary>The inbox as a table of a database that has <c>on conflict do nothing</c>. The package of the database has its schema.</summary>
public sealed class SqlInbox : IInbox
{
    // waits for whoever has inserted the same key and not yet committed
    private const string Begin = "insert into dp_inbox (message_id, consumer) values (@id, @consumer) on conflict do nothing";

    /// <inheritdoc/>
    public async ValueTask<InboxAdmission> TryBeginAsync(DbTransaction transaction, string consumer, Guid messageId, CancellationToken cancellationToken = default)
    {
        await using var command = transaction.Statement(Begin, ("id", messageId), ("consumer", consumer));
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0 ? InboxAdmission.Duplicate : InboxAdmission.Accepted;
    }
}
