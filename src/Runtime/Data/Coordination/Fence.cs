using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.Coordination;

/// <summary>
/// Keeps a former holder of a lease from writing: what is written remembers the largest token that wrote it, and refuses
/// smaller ones. Nothing else can, because a holder may be paused between looking at its lease and writing.
/// </summary>
/// <remarks>Plain SQL that PostgreSQL and SQLite share; the fence stands in the database of what it guards, which need not be that of the leases.</remarks>
public static class Fence
{
    private const string Enter = """
        insert into dp_fence (resource, token) values (@resource, @token)
        on conflict (resource) do update set token = excluded.token where dp_fence.token <= excluded.token
        """;

    /// <summary>The table that <see cref="EnterAsync"/> needs.</summary>
    public static StoreSchema Schema { get; } = new("fence", 1, """
        create table if not exists dp_fence (resource text primary key, token bigint not null)
        """);

    /// <summary>
    /// Fences a whole transaction: as its first statement, this raises the fence of <paramref name="resource"/> to the token
    /// and keeps its row locked until the end, so that nobody with another token writes in between.
    /// </summary>
    /// <param name="transaction">The transaction that writes.</param>
    /// <param name="resource">What is written, by any name that all its writers use.</param>
    /// <param name="token">The token of the lease that the writer holds.</param>
    /// <param name="cancellationToken">Ends the wait for the row.</param>
    /// <exception cref="StaleTokenException">A larger token has written: roll back and stop.</exception>
    public static async ValueTask EnterAsync(DbTransaction transaction, string resource, long token, CancellationToken cancellationToken = default)
    {
        var connection = transaction.Connection ?? throw new ArgumentException("The transaction is over.", nameof(transaction));
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Enter;
        command.AddParameter("resource", resource);
        command.AddParameter("token", token);
        if (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new StaleTokenException(token, $"Writing '{resource}'");
        }
    }

    /// <summary>
    /// Runs one update of a row that has a column for the token:
    /// <c>update account set balance = @balance, fence = @fence where id = @id and fence &lt;= @fence</c>.
    /// </summary>
    /// <param name="update">The command; <c>@fence</c> is added to it here.</param>
    /// <param name="token">The token of the lease that the writer holds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The command does not mention <c>@fence</c>, so nothing would be checked.</exception>
    /// <exception cref="StaleTokenException">No row was updated.</exception>
    public static async ValueTask UpdateAsync(DbCommand update, long token, CancellationToken cancellationToken = default)
    {
        if (!update.CommandText.Contains("@fence", StringComparison.Ordinal))
        {
            throw new ArgumentException("The command does not compare its row's token to @fence.", nameof(update));
        }

        update.AddParameter("fence", token);
        if (await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new StaleTokenException(token, "The update");
        }
    }
}

/// <summary>A write was refused: a later holder of the lease has written before it, or the row it meant is not there.</summary>
public sealed class StaleTokenException(long token, string what)
    : InvalidOperationException($"{what} was refused under token {token}: a larger token has written since, or there is no such row.")
{
    /// <summary>The token of the refused write.</summary>
    public long Token { get; } = token;
}
