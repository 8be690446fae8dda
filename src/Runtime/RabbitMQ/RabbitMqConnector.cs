using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace DistPatterns.Messaging;

/// <summary>
/// Opens connections. The client's own recovery is off: it brings back a channel whose confirms are lost under the feet of those
/// that wait for them, and takes its time by a fixed clock. Here a connection that is lost is given up with all that hangs on it,
/// and a new one is opened by whoever needs it.
/// </summary>
internal sealed class RabbitMqConnector(RabbitMqOptions options)
{
    public string Broker => $"{options.Broker.Host}:{(options.Broker.IsDefaultPort ? "default" : options.Broker.Port)}";

    /// <exception cref="RabbitMqUnavailableException">The broker is away, or refuses.</exception>
    public async Task<IConnection> OpenAsync(string purpose, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = options.Broker, RequestedConnectionTimeout = options.ConnectTimeout };
        options.ConfigureConnection?.Invoke(factory);
        factory.AutomaticRecoveryEnabled = factory.TopologyRecoveryEnabled = false;
        try
        {
            return await factory.CreateConnectionAsync($"{options.ClientName} ({purpose})", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or TimeoutException)
        {
            throw new RabbitMqUnavailableException(Broker, e);
        }
    }

    /// <summary>Lets go of a connection, which may be dead: nothing that it has to say matters any more.</summary>
    public static async ValueTask CloseAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(Constants.ReplySuccess, "Goodbye", TimeSpan.FromSeconds(2)).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException)
        {
        }
    }
}
