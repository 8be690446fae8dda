using System.Data.Common;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>A transaction that a test keeps open; rolled back unless it is committed.</summary>
internal sealed class OpenTransaction(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    public DbTransaction Transaction { get; } = transaction;

    public async Task<object?> QueryAsync(string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, Transaction);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public Task CommitAsync() => Transaction.CommitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
