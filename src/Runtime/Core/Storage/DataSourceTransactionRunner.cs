using System.Data.Common;

namespace DistPatterns.Storage;

/// <summary>Runs work in a transaction on a connection of its own.</summary>
/// <param name="source">The database.</param>
/// <param name="committed">Told of each transaction that has committed.</param>
public sealed class DataSourceTransactionRunner(DbDataSource source, Action<DbTransaction>? committed = null) : ITransactionRunner
{
    /// <inheritdoc/>
    public async ValueTask<TResult> RunAsync<TResult>(
        IServiceProvider services, Func<DbTransaction, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var result = await work(transaction, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        committed?.Invoke(transaction);
        return result;
    }
}
