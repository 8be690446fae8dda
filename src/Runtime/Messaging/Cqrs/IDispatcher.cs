using DistPatterns.EventSourcing;
using DistPatterns.Resilience;
using Polly.Timeout;

namespace DistPatterns.Cqrs;

/// <summary>Takes commands and queries to their handlers, under the ambient <see cref="Deadline"/>.</summary>
public interface IDispatcher
{
    /// <summary>Does a command in one transaction, with what it sends in the outbox.</summary>
    /// <param name="command">The command.</param>
    /// <param name="id">Its id, made by whoever first asked for it: a command that is sent again with it is done once. Without one, each is done.</param>
    /// <param name="cancellationToken">Ends the work; a commit that has begun is waited for.</param>
    /// <exception cref="InvalidOperationException">There is no handler for it.</exception>
    /// <exception cref="DeadlineExpiredException">The deadline had expired: nothing was done.</exception>
    /// <exception cref="TimeoutRejectedException">The deadline expired on the way: nothing was committed, unless the commit had begun.</exception>
    ValueTask<CommandResult<TResult>> SendAsync<TCommand, TResult>(TCommand command, Guid? id = null, CancellationToken cancellationToken = default)
        where TCommand : notnull;

    /// <summary>Answers a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="after">The place that the query's projection must have reached: what <see cref="CommandResult{TResult}.Position"/> said.</param>
    /// <param name="cancellationToken">Ends the work and the wait for the projection.</param>
    /// <exception cref="InvalidOperationException">There is no handler for it; or it is to wait and reads from no projection.</exception>
    /// <exception cref="DeadlineExpiredException">The deadline had expired.</exception>
    /// <exception cref="TimeoutRejectedException">The deadline expired on the way.</exception>
    ValueTask<TResult> QueryAsync<TQuery, TResult>(TQuery query, Position after = default, CancellationToken cancellationToken = default)
        where TQuery : notnull;
}
