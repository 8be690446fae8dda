using System.Data.Common;
using System.Diagnostics;
using DistPatterns.Inbox;
using DistPatterns.Resilience;
using DistPatterns.Storage;
using DistPatterns.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>
/// Handles a delivery, or several, in one transaction: the inbox's mark first, then the work, then the commit. What the work writes and
/// the mark are there together or not at all, so that the work takes effect once however often the message comes.
/// </summary>
/// <remarks>
/// Work that goes on when its time is over, or the connection that brought the message is lost, is left behind: first without its transaction, whose
/// session is ended under its hands so that the next attempt does not wait for its locks, and where that hangs too, with all it has.
/// </remarks>
internal sealed class MessageDelivery(
    IServiceScopeFactory scopes, IInbox inbox, IEnumerable<ISessionTerminator> terminators, TimeProvider time, ILogger<MessageDelivery> logger)
{
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async ValueTask<Receipt> ReceiveAsync(string consumer, Envelope envelope, TimeSpan limit, HandleDelivery handle, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var span = MessagingTelemetry.StartProcess(consumer, envelope);
        try
        {
            var receipt = await InTransactionAsync(
                consumer,
                limit,
                async (services, transaction, contextOf, cancel) =>
                {
                    if (await inbox.TryBeginAsync(transaction, consumer, envelope.Id, cancel).ConfigureAwait(false) == InboxAdmission.Duplicate)
                    {
                        return Receipt.Duplicate;
                    }

                    await handle(services, contextOf(envelope), cancel).ConfigureAwait(false);
                    return Receipt.Handled;
                },
                cancellationToken).ConfigureAwait(false);
            MessagingTelemetry.Ended(logger, consumer, envelope, receipt, began);
            return receipt;
        }
        catch (Exception e)
        {
            span?.Fail(e);
            MessagingTelemetry.Failed(consumer, e, began);
            throw;
        }
    }

    /// <summary>Handles deliveries one after the other in one transaction and one scope: all of them take effect, or none does.</summary>
    public async ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(
        string consumer, IReadOnlyList<Envelope> envelopes, TimeSpan limit, HandleDelivery handle, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var receipts = await InTransactionAsync(
            consumer,
            limit,
            async (services, transaction, contextOf, cancel) =>
            {
                var receipts = new Receipt[envelopes.Count];
                Guid[] ids = [.. envelopes.Select(e => e.Id).Distinct()];
                var accepted = new HashSet<Guid>(await inbox.TryBeginAllAsync(transaction, consumer, ids, cancel).ConfigureAwait(false));
                foreach (var (i, envelope) in envelopes.Index())
                {
                    if (!accepted.Remove(envelope.Id)) // a copy may be in the same batch
                    {
                        receipts[i] = Receipt.Duplicate;
                        continue;
                    }

                    await HandleAsync(services, contextOf(envelope), cancel).ConfigureAwait(false);
                }

                return receipts;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var (i, envelope) in envelopes.Index())
        {
            MessagingTelemetry.Ended(logger, consumer, envelope, receipts[i], began);
        }

        return receipts;

        async ValueTask HandleAsync(IServiceProvider services, MessageContext context, CancellationToken cancel)
        {
            using var span = MessagingTelemetry.StartProcess(consumer, context.Envelope);
            try
            {
                await handle(services, context, cancel).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                span?.Fail(e);
                throw;
            }
        }
    }

    private async ValueTask<T> InTransactionAsync<T>(
        string consumer,
        TimeSpan limit,
        Func<IServiceProvider, DbTransaction, Func<Envelope, MessageContext>, CancellationToken, ValueTask<T>> work,
        CancellationToken cancellationToken)
    {
        var deadline = Deadline.After(limit, time);
        using var late = new TimeLimit(limit, time, cancellationToken);
        using var ambient = Deadline.Push(deadline);
        try
        {
            return await RunAsync(late.Token).OrLeaveAsync($"'{consumer}'", 2 * Patience, time, late.Token).ConfigureAwait(false);
        }
        catch (HandlerHangsException e)
        {
            MessagingTelemetry.LeftBehind(logger, e, consumer);
            throw;
        }
        catch (OperationCanceledException e) when (late.IsExceeded)
        {
            throw new TimeoutException($"'{consumer}' had {limit} to handle a message, and that is over.", e);
        }
        catch (Exception e) when (!late.Token.IsCancellationRequested && ConsumerStoreAwayException.IsSeenIn(e))
        {
            throw new ConsumerStoreAwayException(consumer, e);
        }

        async ValueTask<T> RunAsync(CancellationToken cancel)
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            return await services.GetRequiredService<ITransactionRunner>().RunAsync(
                services,
                (transaction, outgoing, ends) => OrTerminateAsync(
                    work(services, transaction, envelope => new(envelope, transaction) { Deadline = deadline, Outgoing = outgoing }, ends)
                        .OrLeaveAsync($"A handler of '{consumer}'", Patience, time, ends),
                    transaction),
                cancel).ConfigureAwait(false);
        }
    }

    private async ValueTask<T> OrTerminateAsync<T>(ValueTask<T> handling, DbTransaction transaction)
    {
        try
        {
            return await handling.ConfigureAwait(false);
        }
        catch (HandlerHangsException)
        {
            foreach (var terminator in terminators)
            {
                // where it fails there is still the rollback
                await terminator.TerminateAsync(transaction, CancellationToken.None).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            throw;
        }
    }
}

/// <summary>Does what a delivery is for, in the transaction of its context.</summary>
internal delegate ValueTask HandleDelivery(IServiceProvider services, MessageContext context, CancellationToken cancellationToken);
