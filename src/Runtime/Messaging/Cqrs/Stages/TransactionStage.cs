using DistPatterns.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Cqrs;

/// <summary>Does a command in one transaction.</summary>
internal sealed class TransactionStage<TCommand, TResult>(ICommandStage<TCommand, TResult> inner) : ICommandStage<TCommand, TResult>
{
    public ValueTask<CommandResult<TResult>> DoAsync(CommandCall<TCommand> call, CancellationToken cancellationToken) =>
        call.Services.GetRequiredService<ITransactionRunner>().RunAsync(
            call.Services,
            (transaction, outgoing, cancel) => inner.DoAsync(call with { Context = new(transaction), Outgoing = outgoing }, cancel),
            cancellationToken);
}
