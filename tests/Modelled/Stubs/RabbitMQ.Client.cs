// Written from RabbitMQ.Client 6.8.1: version 7 is referenced, and has replaced IModel by IChannel. What both have stands in version 7 only.
namespace RabbitMQ.Client;

public interface IModel : IDisposable
{
    void BasicAck(ulong deliveryTag, bool multiple);

    void BasicNack(ulong deliveryTag, bool multiple, bool requeue);

    void BasicReject(ulong deliveryTag, bool requeue);

    string BasicConsume(string queue, bool autoAck, string consumerTag, bool noLocal, bool exclusive, IDictionary<string, object> arguments, IBasicConsumer consumer);

    void BasicPublish(string exchange, string routingKey, bool mandatory, IBasicProperties basicProperties, ReadOnlyMemory<byte> body);

    void ConfirmSelect();

    IBasicProperties CreateBasicProperties();

    QueueDeclareOk QueueDeclare(string queue, bool durable, bool exclusive, bool autoDelete, IDictionary<string, object> arguments);

    bool WaitForConfirms(TimeSpan timeout);

    void WaitForConfirmsOrDie(TimeSpan timeout);
}

public interface IBasicConsumer
{
    void HandleBasicDeliver(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IBasicProperties properties, ReadOnlyMemory<byte> body);
}

// spelled so in the library
public static class IModelExensions
{
    public static QueueDeclareOk QueueDeclare(
        this IModel model, string queue = "", bool durable = false, bool exclusive = true, bool autoDelete = true, IDictionary<string, object>? arguments = null) => throw null!;

    public static string BasicConsume(this IModel model, string queue, bool autoAck, IBasicConsumer consumer) => throw null!;

    public static void BasicPublish(this IModel model, PublicationAddress addr, IBasicProperties basicProperties, ReadOnlyMemory<byte> body) => throw null!;

    public static void BasicPublish(this IModel model, string exchange, string routingKey, IBasicProperties? basicProperties, ReadOnlyMemory<byte> body) => throw null!;

    public static void BasicPublish(this IModel model, string exchange, string routingKey, bool mandatory = false, IBasicProperties? basicProperties = null, ReadOnlyMemory<byte> body = default) => throw null!;
}
