using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Cqrs;

/// <summary>Lets a command that has an id be done once: its mark is the first thing in its transaction.</summary>
internal sealed class IdempotencyStage<TCommand, TResult>(ICommandStage<TCommand, TResult> inner) : ICommandStage<TCommand, TResult>
{
    private static readonly string Consumer = $"command.{typeof(TCommand).Name}";

    public async ValueTask<CommandResult<TResult>> DoAsync(CommandCall<TCommand> call, CancellationToken cancellationToken) =>
        call.Id is { } id && await IsDuplicateAsync(call, id, cancellationToken).ConfigureAwait(false)
            ? new(default, Position.Start, IsDuplicate: true)
            : await inner.DoAsync(call, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<bool> IsDuplicateAsync(CommandCall<TCommand> call, Guid id, CancellationToken cancellationToken)
    {
        var inbox = call.Services.GetRequiredService<IInbox>();
        return await inbox.TryBeginAsync(call.Transaction, Consumer, id, cancellationToken).ConfigureAwait(false) == InboxAdmission.Duplicate;
    }
}
