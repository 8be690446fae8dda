using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace DistPatterns.Replication;

/// <summary>A replica in a table of a PostgreSQL server, one server for each replica; keys and values are stored as JSON.</summary>
/// <param name="name">What logs and metrics call it.</param>
/// <param name="source">The server. An acknowledged write must survive a crash, so <c>synchronous_commit</c> may not be off.</param>
/// <param name="collection">Keeps the keys of one use apart from those of others in the same table.</param>
/// <param name="resolver">Makes one value of two; null to keep the newer.</param>
/// <param name="json">How keys and values are written; the defaults of System.Text.Json when null.</param>
public sealed class PostgresReplica<TKey, TValue>(
    string name, NpgsqlDataSource source, string collection, IConflictResolver<TValue>? resolver = null, JsonSerializerOptions? json = null)
    : IReplica<TKey, TValue>
    where TKey : notnull
{
    // PostgreSQL compares uuids by their bytes as they are written, which is the order of WriteVersion
    private const string Put = """
        insert into dp_replica as held (collection, key, number, writer, value) values ($1, $2, $3, $4, $5)
        on conflict (collection, key) do update set number = excluded.number, writer = excluded.writer, value = excluded.value
        where (held.number, held.writer) <= (excluded.number, excluded.writer)
        """;

    private const string Get = "select key, number, writer, value from dp_replica where collection = $1 and key = $2";

    private const string Lock = "select pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0))";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async ValueTask<ReplicaEntry<TKey, TValue>?> ReadAsync(TKey key, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(connection, key, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<WriteVersion> WriteAsync(ReplicaEntry<TKey, TValue> entry, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (resolver is null)
        {
            return await PutAsync(connection, entry, cancellationToken).ConfigureAwait(false);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var onlyOne = Command(connection, Lock, entry.Key); // a row that is not there yet cannot be locked
        await onlyOne.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        var held = await ReadAsync(connection, entry.Key, cancellationToken).ConfigureAwait(false);
        var version = await PutAsync(connection, entry.Join(held, resolver), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return version;
    }

    private async ValueTask<ReplicaEntry<TKey, TValue>?> ReadAsync(NpgsqlConnection connection, TKey key, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, Get, key);
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await row.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new(
                JsonSerializer.Deserialize<TKey>(row.GetString(0), json)!,
                new(row.GetInt64(1), row.GetGuid(2)),
                JsonSerializer.Deserialize<TValue>(row.GetString(3), json)!)
            : null;
    }

    private async ValueTask<WriteVersion> PutAsync(NpgsqlConnection connection, ReplicaEntry<TKey, TValue> entry, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, Put, entry.Key);
        command.Parameters.Add(new() { Value = entry.Version.Number });
        command.Parameters.Add(new() { Value = entry.Version.Writer });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(entry.Value, json), NpgsqlDbType = NpgsqlDbType.Json });
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1
            ? entry.Version
            : (await ReadAsync(connection, entry.Key, cancellationToken).ConfigureAwait(false))?.Version ?? default; // refused by a newer one
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string text, TKey key) => new(text, connection)
    {
        Parameters = { new() { Value = collection }, new() { Value = JsonSerializer.Serialize(key, json) } },
    };
}
