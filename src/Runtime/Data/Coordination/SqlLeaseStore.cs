using System.Data.Common;
using System.Globalization;
using DistPatterns.Storage;

namespace DistPatterns.Coordination;

/// <summary>A store of leases on a database that has an upsert. What differs from one to the next is its clock.</summary>
/// <param name="source">The database.</param>
/// <param name="take">
/// One statement that takes or renews, with the parameters <c>@name</c>, <c>@owner</c> (a Guid) and <c>@ttl</c> (milliseconds),
/// and gives the token, or no row when another owner holds the lease.
/// </param>
/// <param name="resign">One update with <c>@name</c>, <c>@owner</c> and <c>@token</c> that makes the lease expire and keeps its row.</param>
public abstract class SqlLeaseStore(DbDataSource source, string take, string resign) : ILeaseStore
{
    /// <inheritdoc/>
    public async ValueTask<long?> TryTakeAsync(string name, Guid owner, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var token = await CommitAsync(
            take, name, owner, ("ttl", (long)ttl.TotalMilliseconds), c => c.ExecuteScalarAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return token is null ? null : Convert.ToInt64(token, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ResignAsync(string name, Guid owner, long token, CancellationToken cancellationToken) =>
        await CommitAsync(resign, name, owner, ("token", token), c => c.ExecuteNonQueryAsync(cancellationToken), cancellationToken).ConfigureAwait(false) != 0;

    // In a transaction of its own: the token counts when the commit is acknowledged, not when the row is read.
    private async ValueTask<T> CommitAsync<T>(
        string sql, string name, Guid owner, (string Name, long Value) more, Func<DbCommand, Task<T>> execute, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await connection.CommitAsync(
            async command =>
            {
                command.CommandText = sql;
                command.AddParameter("name", name);
                command.AddParameter("owner", owner);
                command.AddParameter(more.Name, more.Value);
                return await execute(command).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
