using System.Data.Common;
using System.Diagnostics;
using DistPatterns.Inbox;
using DistPatterns.Storage;
using DistPatterns.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>
/// Handles a delivery, or several, in one transaction: the inbox's mark first, then the work, then the commit. What the work writes and
/// the mark are there together or not at all, so that the work takes effect once however often the message comes.
/// </summary>
internal sealed class MessageDelivery(IServiceScopeFactory scopes, IInbox inbox, ILogger<MessageDelivery> logger)
{
    public async ValueTask<Receipt> ReceiveAsync(string consumer, Envelope envelope, HandleDelivery handle, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var span = MessagingTelemetry.StartProcess(consumer, envelope);
        try
        {
            var receipt = await InTransactionAsync(
                async (services, transaction, outgoing, cancel) =>
                {
                    if (await inbox.TryBeginAsync(transaction, consumer, envelope.Id, cancel).ConfigureAwait(false) == InboxAdmission.Duplicate)
                    {
                        return Receipt.Duplicate;
                    }

                    await handle(services, new(envelope, transaction) { Outgoing = outgoing }, cancel).ConfigureAwait(false);
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
    public async ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(string consumer, IReadOnlyList<Envelope> envelopes, HandleDelivery handle, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var receipts = await InTransactionAsync(
            async (services, transaction, outgoing, cancel) =>
            {
                var receipts = new Receipt[envelopes.Count];
                var accepted = new HashSet<Guid>(await inbox.TryBeginAllAsync(transaction, consumer, [.. envelopes.Select(e => e.Id).Distinct()], cancel).ConfigureAwait(false));
                foreach (var (i, envelope) in envelopes.Index())
                {
                    if (!accepted.Remove(envelope.Id)) // a copy may be in the same batch
                    {
                        receipts[i] = Receipt.Duplicate;
                        continue;
                    }

                    await HandleAsync(services, new(envelope, transaction) { Outgoing = outgoing }, cancel).ConfigureAwait(false);
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
        Func<IServiceProvider, DbTransaction, ICollection<Envelope>, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await services.GetRequiredService<ITransactionRunner>().RunAsync(
            services, (transaction, outgoing, cancel) => work(services, transaction, outgoing, cancel), cancellationToken).ConfigureAwait(false);
    }
}
