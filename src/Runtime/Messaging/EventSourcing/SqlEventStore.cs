using System.Data.Common;
using System.Globalization;
using System.Text;
using DistPatterns.Messaging;
using DistPatterns.Storage;

namespace DistPatterns.EventSourcing;

/// <summary>An event store in tables. The package of the database has its schema and its statements.</summary>
internal class SqlEventStore(DbDataSource source, EventStoreSql sql, MessageCodec codec, IMessageSerializer serializer) : IEventStore
{
    private const int RowsPerInsert = 100;

    private readonly string _columns = $"id, stream, version, {sql.PositionOf}, seq, type, body";

    private static readonly string SaveSnapshot = """
        insert into dp_snapshot (stream, version, body) values (@stream, @version, @body)
        on conflict (stream) do update set version = excluded.version, body = excluded.body where dp_snapshot.version < excluded.version
        """;

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(
        DbTransaction transaction, string stream, long expectedVersion, IReadOnlyList<object> events, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        ArgumentOutOfRangeException.ThrowIfZero(events.Count);
        var enclosed = events.Select(e => codec.Enclose(e)).ToArray();

        await using var swap = transaction.Statement(
            expectedVersion == 0 ? sql.Create : sql.Extend, ("stream", stream), ("expected", expectedVersion), ("count", (long)events.Count));
        var pos = await swap.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        if (pos is null && await IsAtAsync(transaction, stream, expectedVersion, cancellationToken).ConfigureAwait(false))
        {
            await ContinuePositionsAsync(transaction, cancellationToken).ConfigureAwait(false);
            pos = await swap.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }

        if (pos is null)
        {
            throw new StreamConflictException(stream, expectedVersion);
        }

        var sequence = 0L;
        for (var done = 0; done < enclosed.Length; done += RowsPerInsert)
        {
            var rows = enclosed.AsMemory(done, Math.Min(RowsPerInsert, enclosed.Length - done));
            sequence = await InsertAsync(transaction, stream, expectedVersion + done, pos, rows, cancellationToken).ConfigureAwait(false);
        }

        EventSourcingMetrics.Appended.Add(events.Count);
        return new(expectedVersion + events.Count, new(Convert.ToInt64(pos, CultureInfo.InvariantCulture), sequence));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadStreamAsync(
        DbTransaction transaction, string stream, long after = 0, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        await using var command = transaction.Statement(
            $"select {_columns} from dp_event where stream = @stream and version > @after order by version limit @limit",
            ("stream", stream), ("after", after), ("limit", limit));
        return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadAllAsync(Position after, int limit, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.Statement(
            $"select {_columns} from dp_event {sql.After}", ("pos", after.Transaction), ("seq", after.Sequence), ("limit", limit));
        return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask SaveSnapshotAsync<TState>(
        DbTransaction transaction, string stream, Snapshot<TState> snapshot, CancellationToken cancellationToken = default)
        where TState : notnull
    {
        await using var command = transaction.Statement(
            SaveSnapshot, ("stream", stream), ("version", snapshot.Version), ("body", serializer.Serialize(snapshot.State).ToArray()));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Snapshot<TState>?> LoadSnapshotAsync<TState>(
        DbTransaction transaction, string stream, CancellationToken cancellationToken = default)
        where TState : notnull
    {
        await using var command = transaction.Statement("select version, body from dp_snapshot where stream = @stream", ("stream", stream));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await rows.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new(rows.GetInt64(0), (TState)serializer.Deserialize(rows.GetFieldValue<byte[]>(1), typeof(TState)))
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<EventLag> MeasureAsync(Position after, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.Statement(sql.Lag, ("pos", after.Transaction), ("seq", after.Sequence));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new(TimeSpan.FromSeconds(rows.GetDouble(0)), TimeSpan.FromSeconds(rows.GetDouble(1)));
    }

    /// <summary>
    /// Lets positions go on in a database that has come from elsewhere. Until then <see cref="EventStoreSql.Create"/> and
    /// <see cref="EventStoreSql.Extend"/> do nothing, though the stream is at the version that is expected.
    /// </summary>
    protected virtual ValueTask ContinuePositionsAsync(DbTransaction transaction, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static async ValueTask<bool> IsAtAsync(DbTransaction transaction, string stream, long version, CancellationToken cancellationToken)
    {
        await using var command = transaction.Statement("select version from dp_stream where id = @stream", ("stream", stream));
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture) == version;
    }

    private async ValueTask<long> InsertAsync(
        DbTransaction transaction, string stream, long version, object pos, ReadOnlyMemory<Envelope> events, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"insert into dp_event (stream, version, id, type, body{sql.PositionColumn}) values ");
        await using var command = transaction.Statement("", ("stream", stream), ("pos", pos));
        for (var i = 0; i < events.Length; i++)
        {
            var e = events.Span[i];
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}(@stream, @v{i}, @i{i}, @t{i}, @b{i}{sql.PositionValue})");
            command.AddParameter($"v{i}", version + i + 1);
            command.AddParameter($"i{i}", e.Id);
            command.AddParameter($"t{i}", e.Type);
            command.AddParameter($"b{i}", e.Body.ToArray());
        }

        command.CommandText = text.Append(" returning seq").ToString();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var last = 0L;
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            last = Math.Max(last, rows.GetInt64(0));
        }

        return last;
    }

    private async ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<RecordedEvent> events = [];
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            events.Add(new(
                codec,
                rows.GetGuid(0),
                rows.GetString(1),
                rows.GetInt64(2),
                new(rows.GetInt64(3), rows.GetInt64(4)),
                rows.GetString(5),
                rows.GetFieldValue<byte[]>(6)));
        }

        return events;
    }
}
