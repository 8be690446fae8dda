namespace DistPatterns.Cqrs;

/// <summary>Answers a query, from a read model as a rule. Made anew for each query, in a scope of its own.</summary>
public interface IQueryHandler<in TQuery, TResult>
{
    /// <summary>Answers it. It writes nothing.</summary>
    ValueTask<TResult> HandleAsync(TQuery query, CancellationToken cancellationToken);
}
