namespace DistPatterns.Cqrs;

/// <summary>Ends a command when the ambient deadline does.</summary>
internal sealed class DeadlineStage<TCommand, TResult>(ICommandStage<TCommand, TResult> inner, TimeProvider time) : ICommandStage<TCommand, TResult>
{
    public ValueTask<CommandResult<TResult>> DoAsync(CommandCall<TCommand> call, CancellationToken cancellationToken) =>
        AmbientDeadline.RunAsync(cancel => inner.DoAsync(call, cancel), time, cancellationToken);
}
