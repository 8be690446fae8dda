using System.Data.Common;
using System.Globalization;
using DistPatterns.Storage;

namespace DistPatterns.Sagas;

/// <summary>Deletes finished sagas from their tables, a batch a transaction.</summary>
/// <param name="source">The database.</param>
/// <param name="clock">The database's time, an expression in milliseconds since 1970.</param>
/// <param name="delete">
/// Deletes a batch, and nothing when there is none: sagas of an id below <c>@id</c>, so that only those are looked at that began early enough
/// (the ids are UUIDv7), and finished before <c>@before</c>, in seconds since 1970.
/// </param>
internal sealed class SqlSagaCleaner(DbDataSource source, string clock, string delete) : ISagaCleaner
{
    /// <inheritdoc/>
    public async ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var before = await NowAsync(connection, cancellationToken).ConfigureAwait(false) - retention;
        while (await DeleteAsync(connection, before, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    private async ValueTask<DateTimeOffset> NowAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement($"select {clock}");
        var milliseconds = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(milliseconds, CultureInfo.InvariantCulture));
    }

    private ValueTask<int> DeleteAsync(DbConnection connection, DateTimeOffset before, CancellationToken cancellationToken) =>
        connection.CommitAsync(
            command =>
            {
                command.AddParameter("id", Guid.CreateVersion7(before));
                command.AddParameter("before", before.ToUnixTimeSeconds());
                return command.ExecuteAsync(delete, cancellationToken);
            },
            cancellationToken);
}
