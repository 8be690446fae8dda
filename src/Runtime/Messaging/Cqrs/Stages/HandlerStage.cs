using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Cqrs;

/// <summary>The handler itself.</summary>
internal sealed class HandlerStage<TCommand, TResult> : ICommandStage<TCommand, TResult>
{
    public async ValueTask<CommandResult<TResult>> DoAsync(CommandCall<TCommand> call, CancellationToken cancellationToken)
    {
        var handler = call.Services.GetService<ICommandHandler<TCommand, TResult>>()
            ?? throw new InvalidOperationException(
                $"Nothing handles {typeof(TCommand)} with a result of {typeof(TResult)}: add it with {nameof(CqrsBuilderExtensions.AddCommand)}.");
        var value = await handler.HandleAsync(call.Command, call.Context!, cancellationToken).ConfigureAwait(false);
        return new(value, call.Context!.Position, IsDuplicate: false);
    }
}
