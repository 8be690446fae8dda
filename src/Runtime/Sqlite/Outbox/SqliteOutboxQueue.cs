using System.Data.Common;
using DistPatterns.Storage;
using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>The outbox of SQLite as the dispatcher sees it. A process's buckets take turns: that wait is cheaper than for the file's lock.</summary>
/// <param name="source">The database.</param>
/// <param name="options">The options of the outbox.</param>
internal sealed class SqliteOutboxQueue(SqliteDataSource source, IOptions<OutboxOptions> options)
    : SqlOutboxQueue(source, SqliteOutbox.Schema(options.Value.Buckets), SqliteOutbox.Dialect, options), IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <inheritdoc/>
    protected override async ValueTask<T> RunAsync<T>(Func<DbConnection, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await base.RunAsync(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
