using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DistPatterns.Outbox;

/// <summary>A transaction with nothing in it but what is written as it commits.</summary>
internal static class EmptyTransaction
{
    public static Task CommitEmptyAsync(this DatabaseFacade database, CancellationToken cancellationToken) => database.CreateExecutionStrategy().ExecuteAsync(
        database,
        static async (database, cancel) =>
        {
            await using var transaction = await database.BeginTransactionAsync(cancel).ConfigureAwait(false);
            await transaction.CommitAsync(cancel).ConfigureAwait(false);
        },
        cancellationToken);

    public static void CommitEmpty(this DatabaseFacade database) => database.CreateExecutionStrategy().Execute(
        database,
        static database =>
        {
            using var transaction = database.BeginTransaction();
            transaction.Commit();
        });
}
