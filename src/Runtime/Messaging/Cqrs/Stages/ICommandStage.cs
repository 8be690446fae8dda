using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.Cqrs;

/// <summary>One thing that is done around a command; the innermost is its handler.</summary>
internal interface ICommandStage<TCommand, TResult>
{
    ValueTask<CommandResult<TResult>> DoAsync(CommandCall<TCommand> call, CancellationToken cancellationToken);
}

/// <summary>One command on its way to its handler.</summary>
internal sealed record CommandCall<TCommand>(TCommand Command, Guid? Id, IServiceProvider Services)
{
    /// <summary>What the command is done with, inside its transaction.</summary>
    public CommandContext? Context { get; init; }

    /// <summary>What is sent as the last thing of the transaction.</summary>
    public ICollection<Envelope> Outgoing { get; init; } = [];

    public DbTransaction Transaction => Context!.Transaction;
}
