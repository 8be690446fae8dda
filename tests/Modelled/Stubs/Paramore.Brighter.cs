// Written from Paramore.Brighter 10.7.
namespace Paramore.Brighter;

public interface IRequest;

public class RequestContext;

public class Id;

public interface IAmABoxTransactionProvider<T>;

public interface IAmACommandProcessor
{
    void Send<TRequest>(TRequest command, RequestContext? requestContext = null) where TRequest : class, IRequest;

    Task SendAsync<TRequest>(TRequest command, RequestContext? requestContext = null, bool continueOnCapturedContext = true, CancellationToken cancellationToken = default) where TRequest : class, IRequest;

    void Publish<TRequest>(TRequest @event, RequestContext? requestContext = null) where TRequest : class, IRequest;

    Task PublishAsync<TRequest>(TRequest @event, RequestContext? requestContext = null, bool continueOnCapturedContext = true, CancellationToken cancellationToken = default) where TRequest : class, IRequest;

    void Post<TRequest>(TRequest request, RequestContext? requestContext = null, Dictionary<string, object>? args = null) where TRequest : class, IRequest;

    Task PostAsync<TRequest>(TRequest request, RequestContext? requestContext = null, Dictionary<string, object>? args = null, bool continueOnCapturedContext = true, CancellationToken cancellationToken = default) where TRequest : class, IRequest;

    Id DepositPost<TRequest, TTransaction>(TRequest request, IAmABoxTransactionProvider<TTransaction> transactionProvider, RequestContext? requestContext = null) where TRequest : class, IRequest;

    Task<Id> DepositPostAsync<T, TTransaction>(T request, IAmABoxTransactionProvider<TTransaction> transactionProvider, RequestContext? requestContext = null, CancellationToken cancellationToken = default) where T : class, IRequest;

    void ClearOutbox(Id[] ids, RequestContext? requestContext = null, Dictionary<string, object>? args = null);

    Task ClearOutboxAsync(IEnumerable<Id> posts, RequestContext? requestContext = null, CancellationToken cancellationToken = default);
}

public interface IHandleRequests<TRequest> where TRequest : class, IRequest
{
    TRequest Handle(TRequest request);
}

public interface IHandleRequestsAsync<TRequest> where TRequest : class, IRequest
{
    Task<TRequest> HandleAsync(TRequest request, CancellationToken cancellationToken = default);
}

public abstract class RequestHandler<TRequest> : IHandleRequests<TRequest> where TRequest : class, IRequest
{
    public virtual TRequest Handle(TRequest request) => request;
}

public abstract class RequestHandlerAsync<TRequest> : IHandleRequestsAsync<TRequest> where TRequest : class, IRequest
{
    public virtual Task<TRequest> HandleAsync(TRequest command, CancellationToken cancellationToken = default) => Task.FromResult(command);
}
