using System.ComponentModel.DataAnnotations;
using DistPatterns.Outbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Messaging;

/// <summary>
/// Publishes to RabbitMQ with confirms, many messages at once: persistent and mandatory, each to the exchange that is its
/// destination, by its type as the routing key.
/// </summary>
/// <remarks>
/// <para>
/// Safe for concurrent use: all batches share one connection and one window (<see cref="RabbitMqOptions.ConfirmWindow"/>). Within a
/// batch the messages of one key are sent one after the other, each when the one before is confirmed; a batch of many keys fills
/// the window, one of a single key goes at the pace of single confirms. Batches of the same key must not be published at once.
/// </para>
/// <para>A message that is too large (<see cref="MessageTooLargeException"/>) fails alone. One that no queue wants (<see cref="MessageReturnedException"/>),
/// that a queue refuses (<see cref="MessageRefusedException"/>) or whose exchange is missing says that its destination is away. One that was on its way when
/// the connection was lost is not tried, though it may have arrived: it may arrive twice.</para>
/// </remarks>
internal sealed class RabbitMqTransport : IOutboxTransport, IAsyncDisposable
{
    private readonly RabbitMqOptions _options;
    private readonly RabbitMqConnector _connector;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile PublishSession? _session;
    private volatile Exception? _away;

    /// <summary>Publishes to the broker of the options; the connection is opened with the first batch.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public RabbitMqTransport(RabbitMqOptions options, TimeProvider? time = null, ILogger<RabbitMqTransport>? logger = null)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _options = options;
        (_connector, _time, _logger) = (new RabbitMqConnector(options), time ?? TimeProvider.System, logger ?? NullLogger<RabbitMqTransport>.Instance);
    }

    /// <summary>Why messages cannot be published just now; null when they can, or when nobody has tried.</summary>
    internal string? Trouble => _away?.Message ?? _session switch
    {
        { Blocked: { } reason } => $"The broker takes no messages now: {reason}",
        { IsOpen: false } => "The connection that publishes is lost.",
        _ => null,
    };

    /// <inheritdoc/>
    /// <exception cref="RabbitMqUnavailableException">The broker is away, or takes no messages now. Nothing of the batch is known to have arrived.</exception>
    /// <exception cref="TimeoutException">
    /// Other batches filled the window for all of <see cref="RabbitMqOptions.ConfirmTimeout"/>. Nothing was sent.
    /// </exception>
    public async ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        if (_session is { IsOpen: true, Blocked: { } reason })
        {
            throw new RabbitMqUnavailableException(_connector.Broker, new IOException($"It takes no messages now: {reason}")); // it has enough to read already
        }

        var session = _session is { IsOpen: true } open ? open : await OpenAsync(cancellationToken).ConfigureAwait(false);
        var sender = new MessageSender(session, _options, _time);
        return await session.Window.PublishAsync(batch, sender.SendAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connection. Batches that are on their way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        _opening.Dispose();
    }

    private async ValueTask<PublishSession> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_session is { IsOpen: true } other)
            {
                return other;
            }

            await GiveUpAsync().ConfigureAwait(false);
            var opened = await PublishSession.OpenAsync(
                _connector,
                _options,
                _time,
                reason => RabbitMqTelemetry.PublisherBlocked(_logger, _connector.Broker, reason),
                cancellationToken).ConfigureAwait(false);
            (_session, _away) = (opened, null);
            RabbitMqTelemetry.PublisherConnected(_logger, _connector.Broker);
            return opened;
        }
        catch (RabbitMqUnavailableException e)
        {
            _away = e;
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask GiveUpAsync()
    {
        if (_session is { } lost)
        {
            _session = null;
            RabbitMqTelemetry.PublisherLost(_logger, _connector.Broker, lost.Ended?.ReplyText ?? "it did not confirm");
            await lost.DisposeAsync().ConfigureAwait(false);
        }
    }
}
