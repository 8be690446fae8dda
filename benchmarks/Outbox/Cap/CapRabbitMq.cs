using System.Globalization;
using DistPatterns.Benchmarks.Outbox.Servers;
using DotNetCore.CAP;
using DotNetCore.CAP.Internal;
using DotNetCore.CAP.Messages;
using DotNetCore.CAP.Transport;

namespace DistPatterns.Benchmarks.Outbox.Cap;

/// <summary>
/// RabbitMQ under CAP. Its own, DotNetCore.CAP.RabbitMQ 10.0.2, was not to be had, and publishes on channels that do not
/// wait for the confirm; this one does, for the others do too.
/// </summary>
internal sealed class CapRabbitMq(Publisher publisher, Acks acks) : ITransport
{
    public const string Order = "order";

    public BrokerAddress BrokerAddress => new("RabbitMQ", "");

    public async Task<OperateResult> SendAsync(TransportMessage message)
    {
        try
        {
            await publisher.PublishAsync(message.GetId(), message.Body);
            acks.Confirmed(long.Parse(message.Headers[Order]!, CultureInfo.InvariantCulture));
            return OperateResult.Success;
        }
        catch (Exception e)
        {
            return OperateResult.Failed(new PublisherSentFailedException(e.Message, e));
        }
    }
}
