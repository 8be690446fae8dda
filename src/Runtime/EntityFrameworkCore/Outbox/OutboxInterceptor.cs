using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DistPatterns.Outbox;

/// <summary>Tells the session of a context what happens to it: saves and transactions, of both kinds.</summary>
/// <remarks>A synchronous commit waits for the outbox's statement, which goes over the same connection: nothing else is waited for.</remarks>
internal sealed class OutboxInterceptor : ISaveChangesInterceptor, IDbTransactionInterceptor
{
    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        OutboxSession.Of(eventData.Context)?.Saving();
        return result;
    }

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavingChanges(eventData, result));

    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        OutboxSession.Of(eventData.Context)?.Saved();
        return result;
    }

    public async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (OutboxSession.Of(eventData.Context) is { } session)
        {
            await session.SavedAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    public void SaveChangesFailed(DbContextErrorEventData eventData) => OutboxSession.Of(eventData.Context)?.SaveFailed();

    public Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => Fail(eventData);

    public void SaveChangesCanceled(DbContextEventData eventData) => OutboxSession.Of(eventData.Context)?.SaveFailed();

    public Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default) => Fail(eventData);

    public InterceptionResult ThrowingConcurrencyException(ConcurrencyExceptionEventData eventData, InterceptionResult result)
    {
        OutboxSession.Of(eventData.Context)?.SaveFailed();
        return result;
    }

    public ValueTask<InterceptionResult> ThrowingConcurrencyExceptionAsync(ConcurrencyExceptionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ThrowingConcurrencyException(eventData, result));

    public InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) =>
        OutboxSession.Of(eventData.Context) is { } session && session.CommittingAsync(transaction, eventData.TransactionId, CancellationToken.None).AsTask().GetAwaiter().GetResult()
            ? InterceptionResult.Suppress()
            : result;

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        OutboxSession.Of(eventData.Context) is { } session && await session.CommittingAsync(transaction, eventData.TransactionId, cancellationToken).ConfigureAwait(false)
            ? InterceptionResult.Suppress()
            : result;

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => OutboxSession.Of(eventData.Context)?.Committed(transaction, eventData.TransactionId);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => OutboxSession.Of(eventData.Context)?.RolledBack(eventData.TransactionId);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionRolledBack(transaction, eventData);
        return Task.CompletedTask;
    }

    public DbTransaction TransactionUsed(DbConnection connection, TransactionEventData eventData, DbTransaction result)
    {
        OutboxSession.Of(eventData.Context)?.UsesForeign(eventData.TransactionId);
        return result;
    }

    public ValueTask<DbTransaction> TransactionUsedAsync(DbConnection connection, TransactionEventData eventData, DbTransaction result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(TransactionUsed(connection, eventData, result));

    private static Task Fail(DbContextEventData eventData)
    {
        OutboxSession.Of(eventData.Context)?.SaveFailed();
        return Task.CompletedTask;
    }
}
