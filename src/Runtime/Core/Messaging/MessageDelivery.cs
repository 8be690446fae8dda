using System.Diagnostics;
using DistPatterns.Inbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>
/// Handles a delivery in one transaction: the inbox's mark first, then the work, then the commit. What the work writes and
/// the mark are there together or not at all, so that the work takes effect once however often the message comes.
/// </summary>
internal sealed class MessageDelivery(IServiceScopeFactory scopes, IInbox inbox, ILogger<MessageDelivery> logger)
{
    public async ValueTask<Receipt> ReceiveAsync(
        string consumer, Envelope envelope, Func<IServiceProvider, MessageContext, CancellationToken, ValueTask> handle, CancellationToken cancellationToken)
    {
        using var measured = MessagingTelemetry.Begin(consumer, envelope);
        try
        {
            var receipt = await InTransactionAsync(consumer, envelope, handle, cancellationToken).ConfigureAwait(false);
            measured.End(receipt);
            if (receipt == Receipt.Duplicate)
            {
                MessagingTelemetry.Duplicate(logger, consumer, envelope.Type, envelope.Id);
            }

            return receipt;
        }
        catch (Exception e)
        {
            measured.Fail(e);
            throw;
        }
    }

    private async ValueTask<Receipt> InTransactionAsync(
        string consumer, Envelope envelope, Func<IServiceProvider, MessageContext, CancellationToken, ValueTask> handle, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await services.GetRequiredService<ITransactionRunner>().RunAsync(
            services,
            async (transaction, outgoing, cancel) =>
            {
                if (await inbox.TryBeginAsync(transaction, consumer, envelope.Id, cancel).ConfigureAwait(false) == InboxAdmission.Duplicate)
                {
                    return Receipt.Duplicate;
                }

                await handle(services, new(envelope, transaction) { Outgoing = outgoing }, cancel).ConfigureAwait(false);
                return Receipt.Handled;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
