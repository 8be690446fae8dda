using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.Sagas;

/// <summary>Sagas in tables. The package of the database has their schema.</summary>
internal sealed class SqlSagaStore : ISagaStore
{
    // one statement: a saga and its steps as one commit left them
    private const string Load = """
        select s.id, s.version, s.status, s.state, t.no, t.name, t.status, t.attempt, t.message_id
        from dp_saga_corr c join dp_saga s on s.id = c.saga_id left join dp_saga_step t on t.saga_id = s.id
        where c.saga = @saga and c.value = @key order by t.no
        """;

    // waits for whoever starts the same one, and loses; a loser's transaction is rolled back, with what follows in the same trip
    private const string Insert = """
        insert into dp_saga_corr (saga, value, saga_id) values (@saga, @key, @id) on conflict do nothing returning 1;
        insert into dp_saga (id, saga, version, status, state, updated_at) values (@id, @saga, 1, @status, @state, current_timestamp);
        """;

    private const string Update =
        "update dp_saga set version = version + 1, status = @status, state = @state, updated_at = current_timestamp "
        + "where id = @id and version = @version returning 1;";

    private const string SaveSteps = "insert into dp_saga_step (saga_id, no, name, status, attempt, message_id) values ";

    // those that are as they were stay untouched
    private const string OrReplace = """
         on conflict (saga_id, no) do update set status = excluded.status, attempt = excluded.attempt, message_id = excluded.message_id
        where dp_saga_step.status <> excluded.status or dp_saga_step.attempt <> excluded.attempt or dp_saga_step.message_id is distinct from excluded.message_id
        """;

    /// <inheritdoc/>
    public async ValueTask<SagaRecord?> LoadAsync(DbTransaction transaction, string saga, string key, CancellationToken cancellationToken = default)
    {
        await using var command = transaction.Statement(Load, ("saga", saga), ("key", key));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        SagaRecord? record = null;
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            record ??= new(rows.GetGuid(0), saga, key)
            {
                Version = rows.GetInt64(1),
                Status = Enum.Parse<SagaStatus>(rows.GetString(2)),
                State = rows.GetFieldValue<byte[]>(3),
            };
            if (!rows.IsDBNull(4))
            {
                record.Steps.Add(ReadStep(rows));
            }
        }

        return record;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TrySaveAsync(DbTransaction transaction, SagaRecord record, CancellationToken cancellationToken = default)
    {
        await using var command = transaction.Statement(
            record.Version == 0 ? Insert : Update,
            ("id", record.Id),
            ("saga", record.Saga),
            ("key", record.Key),
            ("version", record.Version),
            ("status", record.Status.ToString()),
            ("state", record.State.ToArray()));
        if (record.Steps.Count > 0)
        {
            SaveWith(command, record.Steps);
        }

        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var isSaved = await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        await rows.NextResultAsync(cancellationToken).ConfigureAwait(false); // a statement is run, and fails, no sooner than its result is asked for
        return isSaved;
    }

    private static void SaveWith(DbCommand command, IList<SagaStepRecord> steps)
    {
        var rows = steps.Select((_, i) => $"(@id, @no{i}, @name{i}, @step_status{i}, @attempt{i}, @message{i})");
        command.CommandText += SaveSteps + string.Join(", ", rows) + OrReplace;
        foreach (var (i, step) in steps.Index())
        {
            command.AddParameter($"no{i}", step.Number);
            command.AddParameter($"name{i}", step.Name);
            command.AddParameter($"step_status{i}", step.Status.ToString());
            command.AddParameter($"attempt{i}", step.Attempt);
            command.AddParameter($"message{i}", (object?)step.MessageId?.ToString() ?? DBNull.Value); // as text: PostgreSQL takes a null of no type for no uuid
        }
    }

    private static SagaStepRecord ReadStep(DbDataReader rows) => new(rows.GetInt32(4), rows.GetString(5))
    {
        Status = Enum.Parse<SagaStepStatus>(rows.GetString(6)),
        Attempt = rows.GetInt32(7),
        MessageId = rows.IsDBNull(8) ? null : Guid.Parse(rows.GetString(8)),
    };
}
