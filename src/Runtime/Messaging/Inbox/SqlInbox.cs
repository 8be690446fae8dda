using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.Inbox;

/// <summary>The inbox as a table of a database that has <c>on conflict do nothing</c>. The package of the database has its schema.</summary>
internal sealed class SqlInbox : IInbox
{
    private const string Insert = "insert into dp_inbox (message_id, consumer) values ";

    // waits for whoever has inserted the same key and not yet committed
    private const string IfNew = " on conflict do nothing";

    private const string BeginOne = $"{Insert}(@id, @consumer){IfNew}";

    /// <inheritdoc/>
    public async ValueTask<InboxAdmission> TryBeginAsync(
        DbTransaction transaction, string consumer, Guid messageId, CancellationToken cancellationToken = default)
    {
        await using var command = transaction.Statement(BeginOne, ("id", messageId), ("consumer", consumer));
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0 ? InboxAdmission.Duplicate : InboxAdmission.Accepted;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<Guid>> TryBeginAllAsync(
        DbTransaction transaction, string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken = default)
    {
        HashSet<Guid> accepted = [];
        if (messageIds.Count == 0)
        {
            return accepted;
        }

        var lines = string.Join(", ", messageIds.Select((_, i) => $"(@id{i}, @consumer)"));
        await using var command = transaction.Statement($"{Insert}{lines}{IfNew} returning message_id", ("consumer", consumer));
        foreach (var (i, id) in messageIds.Order().Index()) // the same order in all transactions: none waits for one that waits for it
        {
            command.AddParameter($"id{i}", id);
        }

        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            accepted.Add(rows.GetGuid(0));
        }

        return accepted;
    }
}
