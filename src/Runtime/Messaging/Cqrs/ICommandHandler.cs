namespace DistPatterns.Cqrs;

/// <summary>Does what a command asks for. Made anew for each command, in a scope of its own.</summary>
public interface ICommandHandler<in TCommand, TResult>
{
    /// <summary>Does it in the context's transaction: what is written there, and what is sent by the context, is there together or not at all.</summary>
    ValueTask<TResult> HandleAsync(TCommand command, CommandContext context, CancellationToken cancellationToken);
}
