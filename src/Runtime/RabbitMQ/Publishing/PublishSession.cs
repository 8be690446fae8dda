using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using DistPatterns.Outbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace DistPatterns.Messaging;

/// <summary>
/// One connection that publishes, with its window of messages that are not confirmed yet. It is never mended: when it is lost,
/// everything in its window fails, and the next batch opens another.
/// </summary>
/// <remarks>
/// The window is our own (<see cref="ConfirmWindow"/>): without a limiter the client bounds nothing, and its
/// <see cref="ThrottlingRateLimiter"/> sleeps up to a second a message from half of its limit on. No token is given to the client's publishing: as of
/// 7.1.2 one that fires while a message waits for the channel releases a lock that was not taken, and two messages may then take one sequence number.
/// </remarks>
internal sealed partial class PublishSession : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly RabbitMqOptions _options;
    private readonly string _broker;
    private readonly ConcurrentDictionary<string, Task> _destinations = new(StringComparer.Ordinal);
    private volatile string? _blocked;
    private volatile bool _abandoned;

    private PublishSession(IConnection connection, IChannel channel, RabbitMqOptions options, string broker, TimeProvider time)
    {
        (_connection, _channel, _options, _broker) = (connection, channel, options, broker);
        Window = new ConfirmWindow(options.ConfirmWindow, options.ConfirmTimeout, time, GiveUp);
    }

    /// <summary>The messages that the broker owes a confirm.</summary>
    public ConfirmWindow Window { get; }

    public bool IsOpen => !_abandoned && _channel.IsOpen && _connection.IsOpen;

    /// <summary>Why the broker takes no messages now, if so.</summary>
    public string? Blocked => _blocked;

    /// <summary>Why the session ended, if it has.</summary>
    public ShutdownEventArgs? Ended => _channel.CloseReason ?? _connection.CloseReason;

    /// <summary>Whether the broker ended it over something that was sent, and not because it was told to stop or an exchange is gone.</summary>
    public bool IsEndedByContent => Ended is { Initiator: ShutdownInitiator.Peer, ReplyCode: not (Constants.ConnectionForced or Constants.NotFound) };

    public static async Task<PublishSession> OpenAsync(
        RabbitMqConnector connector, RabbitMqOptions options, TimeProvider time, Action<string> blocked, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync("publisher", cancellationToken).ConfigureAwait(false);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
                cancellationToken).ConfigureAwait(false);
            var session = new PublishSession(connection, channel, options, connector.Broker, time);
            connection.ConnectionBlockedAsync += (_, e) =>
            {
                session._blocked = e.Reason;
                blocked(e.Reason);
                return Task.CompletedTask;
            };
            connection.ConnectionUnblockedAsync += (_, _) =>
            {
                session._blocked = null;
                return Task.CompletedTask;
            };
            return session;
        }
        catch
        {
            await RabbitMqConnector.CloseAsync(connection).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes sure, once a session, that a destination exists.</summary>
    public async Task DemandAsync(string destination, CancellationToken cancellationToken)
    {
        var demand = _destinations.GetOrAdd(
            destination,
            static (name, s) => RabbitMqTopology.DemandExchangeAsync(s._connection, s._options, name, CancellationToken.None),
            this);
        try
        {
            await demand.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (demand.IsFaulted)
        {
            _destinations.TryRemove(new(destination, demand)); // it may be put right
            throw;
        }
    }

    /// <summary>Sends a message and waits for the broker's answer.</summary>
    public ValueTask SendAsync(Envelope envelope, BasicProperties properties) =>
        _channel.BasicPublishAsync(envelope.Destination, envelope.Type, mandatory: true, properties, envelope.Body, CancellationToken.None);

    /// <summary>Says that the broker cannot be used, and why.</summary>
    public RabbitMqUnavailableException Away(Exception cause) => new(_broker, cause);

    /// <summary>
    /// Whether a message ended the session by its size. The broker closes the channel over one that is too large, and says only
    /// how large it is; the others that were on their way have done nothing wrong.
    /// </summary>
    public (long Size, long Limit)? TooLarge =>
        Ended is { ReplyCode: 406, ReplyText: var text } && SizeError().Match(text) is { Success: true } match
            ? (long.Parse(match.Groups["size"].ValueSpan, provider: null), long.Parse(match.Groups["limit"].ValueSpan, provider: null))
            : null;

    public ValueTask DisposeAsync() => RabbitMqConnector.CloseAsync(_connection);

    // the broker owes confirms and does not give them: unless it says why, the session takes no more
    private RabbitMqUnavailableException GiveUp()
    {
        if (_blocked is { } reason)
        {
            return Away(new TimeoutException($"It takes no messages now: {reason}"));
        }

        _abandoned = true;
        return Away(new TimeoutException($"It confirmed nothing for {_options.ConfirmTimeout}."));
    }

    [GeneratedRegex(@"message size (?<size>\d+).*?max size (?<limit>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex SizeError();
}
