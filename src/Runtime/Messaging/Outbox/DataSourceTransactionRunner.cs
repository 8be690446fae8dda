using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>Runs work in a transaction on a connection of its own.</summary>
/// <param name="source">The database.</param>
/// <param name="outbox">What commits, with the messages that the work sends.</param>
internal sealed class DataSourceTransactionRunner(DbDataSource source, IOutbox outbox) : ITransactionRunner
{
    /// <inheritdoc/>
    public async ValueTask<TResult> RunAsync<TResult>(
        IServiceProvider services, Func<DbTransaction, ICollection<Envelope>, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        List<Envelope> outgoing = [];
        var result = await work(transaction, outgoing, cancellationToken).ConfigureAwait(false);
        await outbox.CommitAsync(transaction, outgoing, cancellationToken).ConfigureAwait(false);
        return result;
    }
}
