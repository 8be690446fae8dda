using Npgsql;

namespace DistPatterns.Replication;

/// <summary>Asks servers of PostgreSQL for their place in the log, for a <see cref="ReplicaRouter{TNode}"/> over data sources of one server each.</summary>
public sealed class PostgresReplicationProbe : IReplicationProbe<NpgsqlDataSource>
{
    /// <inheritdoc/>
    public async ValueTask<ulong> PositionAsync(NpgsqlDataSource node, CancellationToken cancellationToken)
    {
        await using var connection = await node.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await connection.GetLogPositionAsync(cancellationToken).ConfigureAwait(false);
    }
}
