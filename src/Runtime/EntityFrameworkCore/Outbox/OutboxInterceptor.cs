using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DistPatterns.Outbox;

/// <summary>Tells the session of a context what happens to its transactions.</summary>
internal sealed class OutboxInterceptor : DbTransactionInterceptor
{
    /// <remarks>Waits for the outbox's statement, which goes over the same connection: nothing else is waited for.</remarks>
    public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) =>
        OutboxSession.Of(eventData.Context) is { } session && session.CommitAsync(transaction, CancellationToken.None).AsTask().GetAwaiter().GetResult()
            ? InterceptionResult.Suppress()
            : result;

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        OutboxSession.Of(eventData.Context) is { } session && await session.CommitAsync(transaction, cancellationToken).ConfigureAwait(false)
            ? InterceptionResult.Suppress()
            : result;

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) =>
        OutboxSession.Of(eventData.Context)?.Committed(transaction);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }
}
