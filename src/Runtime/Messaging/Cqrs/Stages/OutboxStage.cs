using DistPatterns.Messaging;

namespace DistPatterns.Cqrs;

/// <summary>Puts what the command sent into envelopes.</summary>
internal sealed class OutboxStage<TCommand, TResult>(ICommandStage<TCommand, TResult> inner, MessageCodec codec) : ICommandStage<TCommand, TResult>
{
    public async ValueTask<CommandResult<TResult>> DoAsync(CommandCall<TCommand> call, CancellationToken cancellationToken)
    {
        var result = await inner.DoAsync(call, cancellationToken).ConfigureAwait(false);
        foreach (var (message, key, version) in call.Context!.Sent)
        {
            call.Outgoing.Add(codec.Enclose(message, key, version));
        }

        return result;
    }
}
