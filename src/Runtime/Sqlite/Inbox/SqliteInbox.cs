using System.Data.Common;
using DistPatterns.Storage;
using Microsoft.Data.Sqlite;

namespace DistPatterns.Inbox;

/// <summary>The inbox on SQLite: one table, whose old rows are deleted by their age.</summary>
internal sealed class SqliteInbox(DbDataSource source) : IInboxCleaner
{
    // a few at a time: nobody else writes meanwhile
    private const string Delete = $"""
        delete from dp_inbox where rowid in (
          select rowid from dp_inbox where received_at < {SqliteClock.Milliseconds} - @retention limit 1000)
        """;

    /// <summary>The table of the inbox.</summary>
    public static StoreSchema Schema { get; } = new(InboxSchema.Component, InboxSchema.Version, $"""
        create table if not exists dp_inbox (
          message_id text not null,
          consumer text not null,
          received_at integer not null default ({SqliteClock.Milliseconds}), -- milliseconds since 1970
          primary key (message_id, consumer));
        create index if not exists dp_inbox_received_at on dp_inbox (received_at)
        """);

    /// <inheritdoc/>
    public async ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Delete);
        command.Parameters.Add(new SqliteParameter("retention", (long)retention.TotalMilliseconds));
        while (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != 0)
        {
        }
    }
}
