using System.Globalization;
using DistPatterns.Storage;
using Npgsql;

namespace DistPatterns.Inbox;

/// <summary>
/// The inbox on PostgreSQL: a table with a partition for each day of UUIDv7 ids, so that a day is forgotten by dropping its
/// partition. Ids of other kinds, and those of days that have no partition, go to a default one, whose rows are deleted by their age.
/// </summary>
/// <remarks>
/// <para>
/// Which days there are, and what is old, is said by the clock of the database. The id has the clock of who sent the message, and a message may
/// have been on its way for long: a day is dropped when it is over and nothing has come in it for the time of retention.
/// </para>
/// <para>
/// Partitions are made days ahead and attached, for which the others go on. To drop one takes the whole table for a moment: that
/// waits a second at most, so that no message queues for long behind a transaction that does not end, and is tried again in the next round.
/// What came last in a day is found by a block range index, which costs an insert next to nothing.
/// </para>
/// </remarks>
internal sealed class PostgresInbox(NpgsqlDataSource source) : IInboxCleaner
{
    private const int DaysAhead = 3; // more than most clocks differ, and than the clean-up may be away before rows must be moved

    private const string Begin = "set local lock_timeout = '1s'";

    // one process at a time; the others leave it to that one
    private const string TakeTurn = "select pg_try_advisory_xact_lock('dp_inbox'::regclass::oid::bigint)";

    private const string List = """
        select now(), c.relname, n.nspname
        from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace
        where i.inhparent = 'dp_inbox'::regclass
        """;

    private const string DeleteOld = "delete from dp_inbox_default where received_at < now() - @retention";

    /// <summary>The tables of the inbox; the partitions of the days are made by the clean-up.</summary>
    public static StoreSchema Schema { get; } = new(InboxSchema.Component, InboxSchema.Version, """
        create table if not exists dp_inbox (
          message_id uuid not null,
          consumer text not null,
          received_at timestamptz not null default now(),
          primary key (message_id, consumer)) partition by range (message_id);
        create table if not exists dp_inbox_default partition of dp_inbox default;
        create index if not exists dp_inbox_received_at on dp_inbox using brin (received_at) with (autosummarize = on)
        """);

    /// <inheritdoc/>
    public async ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        var (now, days, schema) = await ListAsync(cancellationToken).ConfigureAwait(false);
        var first = InboxDay.Of(now).Date.AddDays(-1);
        foreach (var day in Enumerable.Range(0, DaysAhead + 2).Select(i => new InboxDay(first.AddDays(i))).Where(d => !days.Contains(d)))
        {
            await InTurnAsync(Add(schema, day), cancellationToken).ConfigureAwait(false);
        }

        foreach (var day in days.Where(d => d.End <= now - retention))
        {
            await InTurnAsync(Drop(schema, day, retention), cancellationToken).ConfigureAwait(false);
        }

        await using var delete = source.CreateCommand(DeleteOld);
        delete.Parameters.AddWithValue("retention", retention);
        await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // What came while the day had no partition is in the default one, and is moved before the partition is attached.
    private static string Add(string schema, InboxDay day) => $"""
        lock table {schema}.dp_inbox_default in access exclusive mode;
        create table {schema}.{day.Partition} (like {schema}.dp_inbox including defaults including indexes);
        with moved as (delete from {schema}.dp_inbox_default where message_id >= '{day.From}' and message_id < '{day.To}' returning *)
        insert into {schema}.{day.Partition} select * from moved;
        alter table {schema}.dp_inbox attach partition {schema}.{day.Partition} for values from ('{day.From}') to ('{day.To}')
        """;

    // Under the lock nothing more can come. Without the setting a table that was never analyzed is read from its beginning.
    private static string Drop(string schema, InboxDay day, TimeSpan retention) => string.Create(CultureInfo.InvariantCulture, $"""
        set local enable_seqscan = off;
        do $$ begin
          lock table {schema}.dp_inbox in access exclusive mode;
          if not exists (select from {schema}.{day.Partition} where received_at >= now() - {retention.TotalMilliseconds} * interval '1 ms') then
            drop table {schema}.{day.Partition};
          end if;
        end $$
        """);

    private async ValueTask<(DateTimeOffset Now, HashSet<InboxDay> Days, string Schema)> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(List);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        HashSet<InboxDay> days = [];
        var (now, schema) = (default(DateTimeOffset), "");
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            (now, schema) = (rows.GetFieldValue<DateTimeOffset>(0), new NpgsqlCommandBuilder().QuoteIdentifier(rows.GetString(2)));
            if (InboxDay.Parse(rows.GetString(1)) is { } day)
            {
                days.Add(day);
            }
        }

        return (now, days, schema);
    }

    private async ValueTask InTurnAsync(string script, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = new NpgsqlCommand($"{Begin}; {TakeTurn}", connection, transaction);
        if (await turn.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            return;
        }

        await using var command = new NpgsqlCommand(script, connection, transaction);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UndefinedTable)
        {
            // another process had its turn just before
        }
    }
}
