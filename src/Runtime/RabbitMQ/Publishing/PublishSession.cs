using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace DistPatterns.Messaging;

/// <summary>
/// One connection that publishes, with its window of messages that are not confirmed yet. It is never mended: when it is lost,
/// everything in its window fails, and the next batch opens another.
/// </summary>
/// <remarks>
/// The window is our own: without a limiter the client bounds nothing, and its <see cref="ThrottlingRateLimiter"/> sleeps up to a
/// second a message from half of its limit on. No token is given to the client's publishing: as of 7.1.2 one that fires while a
/// message waits for the channel releases a lock that was not taken, and two messages may then take one sequence number.
/// </remarks>
internal sealed partial class PublishSession : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly RabbitMqOptions _options;
    private readonly SemaphoreSlim _window;
    private readonly ConcurrentDictionary<string, Task> _destinations = new(StringComparer.Ordinal);
    private volatile string? _blocked;
    private volatile bool _abandoned;

    private PublishSession(IConnection connection, IChannel channel, RabbitMqOptions options)
    {
        (_connection, _channel, _options) = (connection, channel, options);
        _window = new SemaphoreSlim(options.ConfirmWindow);
    }

    public bool IsOpen => !_abandoned && _channel.IsOpen && _connection.IsOpen;

    /// <summary>Why the broker takes no messages now, if so.</summary>
    public string? Blocked => _blocked;

    /// <summary>Why the session ended, if it has.</summary>
    public ShutdownEventArgs? Ended => _channel.CloseReason ?? _connection.CloseReason;

    /// <summary>Whether the broker ended it over something that was sent, and not because it was told to stop or an exchange is gone.</summary>
    public bool IsEndedByContent => Ended is { Initiator: ShutdownInitiator.Peer, ReplyCode: not (Constants.ConnectionForced or Constants.NotFound) };

    public static async Task<PublishSession> OpenAsync(RabbitMqConnector connector, RabbitMqOptions options, Action<string> blocked, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync("publisher", cancellationToken).ConfigureAwait(false);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
                cancellationToken).ConfigureAwait(false);
            var session = new PublishSession(connection, channel, options);
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
        var demand = _destinations.GetOrAdd(destination, static (name, s) => RabbitMqTopology.DemandExchangeAsync(s._connection, s._options, name, CancellationToken.None), this);
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

    /// <summary>Waits for a place in the window.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _window.WaitAsync(cancellationToken);

    /// <summary>Gives a place back that was not used.</summary>
    public void Leave() => _window.Release();

    /// <summary>Sends a message in the place that was entered, which is free again when the broker has answered.</summary>
    public async Task SendAsync(Envelope envelope, BasicProperties properties)
    {
        try
        {
            await _channel.BasicPublishAsync(envelope.Destination, envelope.Type, mandatory: true, properties, envelope.Body, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _window.Release();
        }
    }

    /// <summary>Takes no more: the broker owes confirms and does not give them.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>
    /// Whether a message ended the session by its size. The broker closes the channel over one that is too large, and says only
    /// how large it is; the others that were on their way have done nothing wrong.
    /// </summary>
    public (long Size, long Limit)? TooLarge =>
        Ended is { ReplyCode: 406, ReplyText: var text } && SizeError().Match(text) is { Success: true } match
            ? (long.Parse(match.Groups["size"].ValueSpan, provider: null), long.Parse(match.Groups["limit"].ValueSpan, provider: null))
            : null;

    public ValueTask DisposeAsync() => RabbitMqConnector.CloseAsync(_connection);

    [GeneratedRegex(@"message size (?<size>\d+).*?max size (?<limit>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex SizeError();
}
