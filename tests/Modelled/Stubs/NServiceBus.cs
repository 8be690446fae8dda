// Written from the source of NServiceBus 10.2, and 7.8 for its older names; NServiceBus.UniformSession and .TransactionalSession, whose versions were not at hand, as their users call them.
namespace NServiceBus
{
    public abstract class ExtendableOptions;

    public class SendOptions : ExtendableOptions;

    public class PublishOptions : ExtendableOptions;

    public class ReplyOptions : ExtendableOptions;

    public sealed class HandlerAttribute : Attribute;

    public static class ImmediateDispatchOptionExtensions
    {
        public static void RequireImmediateDispatch(this ExtendableOptions options) => throw null!;
    }

    public class OutboxSettings;

    public class EndpointConfiguration(string endpointName)
    {
        public string EndpointName { get; } = endpointName;
    }

    public interface IMessageSession
    {
        Task Send(object message, SendOptions sendOptions, CancellationToken cancellationToken = default);

        Task Send<T>(Action<T> messageConstructor, SendOptions sendOptions, CancellationToken cancellationToken = default);

        Task Publish(object message, PublishOptions publishOptions, CancellationToken cancellationToken = default);

        Task Publish<T>(Action<T> messageConstructor, PublishOptions publishOptions, CancellationToken cancellationToken = default);
    }

    public static class MessageSessionExtensions
    {
        public static Task Send(this IMessageSession session, object message, CancellationToken cancellationToken = default) => throw null!;

        public static Task Send(this IMessageSession session, string destination, object message, CancellationToken cancellationToken = default) => throw null!;

        public static Task SendLocal(this IMessageSession session, object message, CancellationToken cancellationToken = default) => throw null!;

        public static Task Publish(this IMessageSession session, object message, CancellationToken cancellationToken = default) => throw null!;

        public static Task Publish<T>(this IMessageSession session, Action<T> messageConstructor, CancellationToken cancellationToken = default) => throw null!;
    }

    public interface IPipelineContext
    {
        Task Send(object message, SendOptions options);

        Task Send<T>(Action<T> messageConstructor, SendOptions options);

        Task Publish(object message, PublishOptions options);

        Task Publish<T>(Action<T> messageConstructor, PublishOptions publishOptions);
    }

    public static class PipelineContextExtensions
    {
        public static Task Send(this IPipelineContext context, object message) => throw null!;

        public static Task Send(this IPipelineContext context, string destination, object message) => throw null!;

        public static Task SendLocal(this IPipelineContext context, object message) => throw null!;

        public static Task Publish(this IPipelineContext context, object message) => throw null!;

        public static Task Publish<T>(this IPipelineContext context, Action<T> messageConstructor) => throw null!;
    }

    public interface IMessageProcessingContext : IPipelineContext
    {
        string MessageId { get; }

        Task Reply(object message, ReplyOptions options);

        Task Reply<T>(Action<T> messageConstructor, ReplyOptions options);
    }

    public static class MessageProcessingContextExtensions
    {
        public static Task Reply(this IMessageProcessingContext context, object message) => throw null!;
    }

    public interface IMessageHandlerContext : IMessageProcessingContext
    {
        CancellationToken CancellationToken { get; }
    }

    public interface IHandleMessages<T>
    {
        Task Handle(T message, IMessageHandlerContext context);
    }

    // the names up to version 7; internal, so that they do not compete for a call
    internal static class IMessageSessionExtensions
    {
        public static Task Send(this IMessageSession session, object message) => throw null!;

        public static Task SendLocal(this IMessageSession session, object message) => throw null!;

        public static Task Publish(this IMessageSession session, object message) => throw null!;
    }

    internal static class IPipelineContextExtensions
    {
        public static Task Send(this IPipelineContext context, object message) => throw null!;

        public static Task SendLocal(this IPipelineContext context, object message) => throw null!;

        public static Task Publish(this IPipelineContext context, object message) => throw null!;
    }

    internal static class IMessageProcessingContextExtensions
    {
        public static Task Reply(this IMessageProcessingContext context, object message) => throw null!;
    }

    public static class OutboxConfigExtensions
    {
        public static OutboxSettings EnableOutbox(this EndpointConfiguration config) => throw null!;
    }
}

namespace NServiceBus.UniformSession
{
    public interface IUniformSession
    {
        Task Send(object message, SendOptions options, CancellationToken cancellationToken = default);

        Task Publish(object message, PublishOptions options, CancellationToken cancellationToken = default);
    }

    public static class UniformSessionExtensions
    {
        public static Task Send(this IUniformSession session, object message, CancellationToken cancellationToken = default) => throw null!;

        public static Task SendLocal(this IUniformSession session, object message, CancellationToken cancellationToken = default) => throw null!;

        public static Task Publish(this IUniformSession session, object message, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace NServiceBus.TransactionalSession
{
    public interface ITransactionalSession : IDisposable
    {
        Task Send(object message, SendOptions sendOptions, CancellationToken cancellationToken = default);

        Task Publish(object message, PublishOptions publishOptions, CancellationToken cancellationToken = default);

        Task Commit(CancellationToken cancellationToken = default);
    }
}
