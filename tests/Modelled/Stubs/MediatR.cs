// Written from MediatR 12.4.1 and MediatR.Contracts 2.0.1, which cannot be had here and holds the types that every request implements.
namespace MediatR
{
    public interface IBaseRequest;

    public interface IRequest : IBaseRequest;

    public interface IRequest<out TResponse> : IBaseRequest;

    public interface IStreamRequest<out TResponse>;

    public interface INotification;

    public readonly struct Unit
    {
        public static readonly Unit Value;
    }

    public interface ISender
    {
        Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default);

        Task Send<TRequest>(TRequest request, CancellationToken cancellationToken = default) where TRequest : IRequest;

        Task<object?> Send(object request, CancellationToken cancellationToken = default);

        IAsyncEnumerable<TResponse> CreateStream<TResponse>(IStreamRequest<TResponse> request, CancellationToken cancellationToken = default);

        IAsyncEnumerable<object?> CreateStream(object request, CancellationToken cancellationToken = default);
    }

    public interface IPublisher
    {
        Task Publish(object notification, CancellationToken cancellationToken = default);

        Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default) where TNotification : INotification;
    }

    public interface IMediator : ISender, IPublisher;

    public interface IRequestHandler<in TRequest> where TRequest : IRequest
    {
        Task Handle(TRequest request, CancellationToken cancellationToken);
    }

    public interface IRequestHandler<in TRequest, TResponse> where TRequest : IRequest<TResponse>
    {
        Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken);
    }

    public interface IStreamRequestHandler<in TRequest, out TResponse> where TRequest : IStreamRequest<TResponse>
    {
        IAsyncEnumerable<TResponse> Handle(TRequest request, CancellationToken cancellationToken);
    }

    public interface INotificationHandler<in TNotification> where TNotification : INotification
    {
        Task Handle(TNotification notification, CancellationToken cancellationToken);
    }

    public delegate Task<TResponse> RequestHandlerDelegate<TResponse>();

    public interface IPipelineBehavior<in TRequest, TResponse> where TRequest : notnull
    {
        Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken);
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public class MediatRServiceConfiguration
    {
        public MediatRServiceConfiguration RegisterServicesFromAssembly(System.Reflection.Assembly assembly) => throw null!;

        public MediatRServiceConfiguration RegisterServicesFromAssemblyContaining<T>() => throw null!;

        public MediatRServiceConfiguration AddOpenBehavior(Type openBehaviorType, ServiceLifetime serviceLifetime = ServiceLifetime.Transient) => throw null!;

        public MediatRServiceConfiguration AddBehavior<TServiceType, TImplementationType>(ServiceLifetime serviceLifetime = ServiceLifetime.Transient) => throw null!;
    }

    public static class ServiceCollectionExtensions
    {
        public static IServiceCollection AddMediatR(this IServiceCollection services, Action<MediatRServiceConfiguration> configuration) => throw null!;
    }
}
