using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore;

/// <summary>What goes wrong with commits.</summary>
internal sealed class ShopFaults : DbTransactionInterceptor
{
    /// <summary>Commits that fail before they reach the database.</summary>
    public int Lost { get; set; }

    /// <summary>Commits whose answer does not arrive.</summary>
    public int Unknown { get; set; }

    public int Commits { get; set; }

    public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        Commits++;
        if (Lost > 0)
        {
            Lost--;
            throw new ConnectionLostException();
        }

        if (Unknown > 0)
        {
            Unknown--;
            transaction.Commit();
            throw new ConnectionLostException();
        }

        return result;
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(TransactionCommitting(transaction, eventData, result));
}

internal sealed class ConnectionLostException() : Exception("The connection is lost.");

internal sealed class RetryLost(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is ConnectionLostException;

    protected override TimeSpan? GetNextDelay(Exception lastException) => base.GetNextDelay(lastException) is null ? null : TimeSpan.Zero;
}
