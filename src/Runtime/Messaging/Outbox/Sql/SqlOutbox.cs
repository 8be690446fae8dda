using System.Data.Common;
using System.Globalization;
using DistPatterns.Messaging;
using DistPatterns.Storage;
using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>An outbox in tables of a relational database.</summary>
/// <param name="signal">What is told of a transaction in which messages are written.</param>
/// <param name="options">The options of the outbox.</param>
internal abstract class SqlOutbox(OutboxSignal signal, IOptions<OutboxOptions> options) : IOutbox
{
    private volatile bool _bucketsChecked;

    /// <summary>The options of the outbox.</summary>
    protected OutboxOptions Options => options.Value;

    /// <inheritdoc/>
    /// <exception cref="MessageTooLargeException">A body is too large.</exception>
    /// <exception cref="BucketCountMismatchException">The tables are for another number of buckets.</exception>
    /// <exception cref="ArgumentException">The transaction is over.</exception>
    public async ValueTask AppendAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        await using var command = await CommandAsync(transaction, envelopes, cancellationToken).ConfigureAwait(false);
        if (envelopes.Count > 0)
        {
            await InsertAsync(command, Rows(envelopes), cancellationToken).ConfigureAwait(false);
            signal.Written(transaction);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MessageTooLargeException">A body is too large.</exception>
    /// <exception cref="BucketCountMismatchException">The tables are for another number of buckets.</exception>
    /// <exception cref="ArgumentException">The transaction is over.</exception>
    public async ValueTask CommitAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(envelopes);
        if (envelopes.Count == 0)
        {
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            signal.Committed(transaction); // it may have others
            return;
        }

        await using var command = await CommandAsync(transaction, envelopes, cancellationToken).ConfigureAwait(false);
        await InsertAndCommitAsync(command, Rows(envelopes), cancellationToken).ConfigureAwait(false);
        signal.Set();
    }

    /// <summary>Inserts rows in their order, under the locks on keys that the options ask for.</summary>
    /// <param name="command">An empty command in the caller's transaction.</param>
    /// <param name="rows">One row or more.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    protected abstract ValueTask InsertAsync(DbCommand command, IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken);

    /// <summary>Does the same, and commits the transaction.</summary>
    /// <param name="command">An empty command in the caller's transaction.</param>
    /// <param name="rows">One row or more.</param>
    /// <param name="cancellationToken">Ends the insert; a commit that has begun is waited for.</param>
    protected virtual async ValueTask InsertAndCommitAsync(DbCommand command, IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await InsertAsync(command, rows, cancellationToken).ConfigureAwait(false);
        await command.Transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    internal static async ValueTask CheckBucketsAsync(DbConnection connection, DbTransaction? transaction, int configured, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = OutboxStatements.BucketCount;
        var found = Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        if (found != configured)
        {
            throw new BucketCountMismatchException(configured, found);
        }
    }

    private OutboxRow[] Rows(IReadOnlyList<Envelope> envelopes) => [.. envelopes.Select(e => OutboxRow.Of(e, Options.Buckets))];

    private async ValueTask<DbCommand> CommandAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(envelopes);
        if (envelopes.FirstOrDefault(e => e.Body.Length > Options.MaxMessageBytes) is { } large)
        {
            throw new MessageTooLargeException(large, "outbox", Options.MaxMessageBytes);
        }

        var connection = transaction.Connection
            ?? throw new ArgumentException("The transaction is over: write messages before it is committed.", nameof(transaction));
        await CheckBucketsOnceAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        return command;
    }

    // The host's check may have found the database away, and a program may have no host.
    private async ValueTask CheckBucketsOnceAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (_bucketsChecked)
        {
            return;
        }

        try
        {
            await CheckBucketsAsync(connection, transaction, Options.Buckets, cancellationToken).ConfigureAwait(false);
            _bucketsChecked = true;
        }
        catch (DbException e) when (!e.IsTransient)
        {
            throw new SchemaMismatchException(OutboxSchema.Component, OutboxSchema.Version, found: null, e);
        }
    }
}
