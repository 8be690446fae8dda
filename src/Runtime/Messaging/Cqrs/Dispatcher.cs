using DistPatterns.EventSourcing;
using DistPatterns.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Cqrs;

/// <summary>
/// A command passes a deadline, a transaction, the inbox and the outbox on its way to its handler; a query passes a deadline and waits for its
/// projection.
/// </summary>
internal sealed class Dispatcher(IServiceScopeFactory scopes, MessageCodec codec, TimeProvider time) : IDispatcher
{
    public async ValueTask<CommandResult<TResult>> SendAsync<TCommand, TResult>(
        TCommand command, Guid? id = null, CancellationToken cancellationToken = default)
        where TCommand : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Stages<TCommand, TResult>().DoAsync(new(command, id, scope.ServiceProvider), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<TResult> QueryAsync<TQuery, TResult>(TQuery query, Position after = default, CancellationToken cancellationToken = default)
        where TQuery : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var route = services.GetService<QueryRoute<TQuery, TResult>>()
            ?? throw new InvalidOperationException(
                $"Nothing answers {typeof(TQuery)} with {typeof(TResult)}: add it with {nameof(CqrsBuilderExtensions.AddQuery)}.");
        return await AmbientDeadline.RunAsync(
            async cancel =>
            {
                if (after > Position.Start)
                {
                    await route.ProjectionOf(services).WaitAsync(after, cancel).ConfigureAwait(false);
                }

                return await services.GetRequiredService<IQueryHandler<TQuery, TResult>>().HandleAsync(query, cancel).ConfigureAwait(false);
            },
            time,
            cancellationToken).ConfigureAwait(false);
    }

    private DeadlineStage<TCommand, TResult> Stages<TCommand, TResult>() where TCommand : notnull =>
        new(
            new TransactionStage<TCommand, TResult>(
                new IdempotencyStage<TCommand, TResult>(
                    new OutboxStage<TCommand, TResult>(new HandlerStage<TCommand, TResult>(), codec))),
            time);
}
