using System.Data.Common;
using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Outbox;

/// <summary>
/// Runs work in a transaction of the scope's <typeparamref name="TContext"/>, under its execution strategy: whatever uses that context takes part. Changes that
/// the work leaves unsaved are saved before the commit.
/// </summary>
/// <remarks>
/// When the work is run again, the context is as it was made: its changes and the messages of its outbox are cleared, and the work makes them anew. A
/// commit whose outcome is unknown is run again too; an inbox in the same transaction tells the second from the first.
/// </remarks>
internal sealed class DbContextTransactionRunner<TContext> : ITransactionRunner where TContext : DbContext
{
    /// <inheritdoc/>
    public async ValueTask<TResult> RunAsync<TResult>(
        IServiceProvider services,
        Func<DbTransaction, ICollection<Envelope>, CancellationToken, ValueTask<TResult>> work,
        CancellationToken cancellationToken)
    {
        var context = services.GetRequiredService<TContext>();
        var isFirst = true;
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancel =>
            {
                if (!isFirst)
                {
                    context.ChangeTracker.Clear();
                }

                isFirst = false;
                try
                {
                    return await RunOnceAsync(context, work, cancel).ConfigureAwait(false);
                }
                catch
                {
                    OutboxSession.Of(context)?.Failed();
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<TResult> RunOnceAsync<TResult>(
        TContext context, Func<DbTransaction, ICollection<Envelope>, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        List<Envelope> outgoing = [];
        var result = await work(transaction.GetDbTransaction(), outgoing, cancellationToken).ConfigureAwait(false);
        foreach (var envelope in outgoing)
        {
            context.Outbox().Enqueue(envelope);
        }

        await (OutboxSession.Of(context)?.SaveLastAsync(cancellationToken) ?? context.SaveChangesAsync(cancellationToken)).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }
}
