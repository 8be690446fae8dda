using RabbitMQ.Client;

namespace DistPatterns.Benchmarks.Outbox.Servers;

/// <summary>The RabbitMQ.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="QueueType"><c>quorum</c> or <c>classic</c>.</param>
internal sealed record Broker(Uri Address, string QueueType)
{
    /// <summary>Messages on their way that are not confirmed yet, for whoever publishes.</summary>
    public const int Window = 256;

    public Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = Address }.CreateConnectionAsync();
}
