// Written from the source of EasyNetQ 7.
namespace EasyNetQ;

public interface IPublishConfiguration;

public interface ISendConfiguration;

public interface IPubSub
{
    Task PublishAsync<T>(T message, Action<IPublishConfiguration> configure, CancellationToken cancellationToken = default);
}

public static class PubSubExtensions
{
    public static Task PublishAsync<T>(this IPubSub pubSub, T message, CancellationToken cancellationToken = default) => throw null!;

    public static Task PublishAsync<T>(this IPubSub pubSub, T message, string topic, CancellationToken cancellationToken = default) => throw null!;

    public static void Publish<T>(this IPubSub pubSub, T message, CancellationToken cancellationToken = default) => throw null!;
}

public interface ISendReceive
{
    Task SendAsync<T>(string queue, T message, Action<ISendConfiguration> configure, CancellationToken cancellationToken = default);
}

public static class SendReceiveExtensions
{
    public static Task SendAsync<T>(this ISendReceive sendReceive, string queue, T message, CancellationToken cancellationToken = default) => throw null!;

    public static void Send<T>(this ISendReceive sendReceive, string queue, T message, CancellationToken cancellationToken = default) => throw null!;
}

public interface IBus
{
    IPubSub PubSub { get; }

    ISendReceive SendReceive { get; }
}
