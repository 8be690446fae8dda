using System.Data.Common;

namespace DistPatterns.Storage;

internal static class DbConnectionExtensions
{
    /// <summary>Works on a command in a transaction of its own, which is committed in the end.</summary>
    public static async ValueTask<T> CommitAsync<T>(this DbConnection connection, Func<DbCommand, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var result = await work(command).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }
}
