using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Cqrs;

/// <summary>Writes what the command sent, last in its transaction.</summary>
internal sealed class OutboxStage<TCommand, TResult>(ICommandStage<TCommand, TResult> inner, MessageCodec codec) : ICommandStage<TCommand, TResult>
{
    public async ValueTask<CommandResult<TResult>> DoAsync(CommandCall<TCommand> call, CancellationToken cancellationToken)
    {
        var result = await inner.DoAsync(call, cancellationToken).ConfigureAwait(false);
        if (call.Context!.Sent is { Count: > 0 } sent)
        {
            var envelopes = sent.Select(s => codec.Enclose(s.Message, s.Key, s.Version)).ToList();
            await call.Services.GetRequiredService<IOutbox>().AppendAsync(call.Transaction, envelopes, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }
}
