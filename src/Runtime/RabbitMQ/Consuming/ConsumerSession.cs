using System.Threading.Channels;
using DistPatterns.Resilience;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace DistPatterns.Messaging;

/// <summary>
/// One connection that consumes a queue. Deliveries of one key are handled one after the other, those of different keys and
/// without a key at once. One that fails waits for its next attempt here and unacknowledged, so that it keeps its place before the
/// others of its key; the rest goes on meanwhile.
/// </summary>
/// <remarks>
/// At a graceful end, what is being handled is finished and acknowledged, and what waits goes back to the broker as the connection
/// closes. The consumer is not cancelled before: another process would take over the next messages of a key that is still handled here.
/// </remarks>
internal sealed class ConsumerSession : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _queue;
    private readonly RabbitMqConsumerOptions _options;
    private readonly DeliveryHandler _handler;
    private readonly TimeProvider _time;
    private readonly KeyLanes _lanes = new();
    private readonly BackpressureStage<Delivery> _stage;
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private volatile bool _ending;

    private ConsumerSession(IConnection connection, IChannel channel, IMessageReceiver receiver, RabbitMqConsumerOptions options, DeadLetters deadLetters, TimeProvider time, ILogger logger)
    {
        (_connection, _channel, _queue, _options, _time) = (connection, channel, receiver.Consumer, options, time);
        _handler = new DeliveryHandler(receiver, options, deadLetters, time, logger);
        _stage = new BackpressureStage<Delivery>(
            new() { Capacity = options.MaxPrefetch, Workers = options.Concurrency, MaxPrefetch = options.MaxPrefetch, MinPrefetch = options.MinPrefetch }, HandleAsync);
        channel.ChannelShutdownAsync += (_, e) =>
        {
            _lost.TrySetException(new IOException($"The connection is lost: {e.ReplyText}"));
            return Task.CompletedTask;
        };
    }

    public static async Task<ConsumerSession> OpenAsync(
        RabbitMqConnector connector, IMessageReceiver receiver, RabbitMqOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(receiver.Consumer, cancellationToken).ConfigureAwait(false);
        try
        {
            await RabbitMqTopology.DemandQueueAsync(connection, options, receiver, cancellationToken).ConfigureAwait(false);
            var deadLetters = await DeadLetters.OpenAsync(connection, receiver.Consumer, time, cancellationToken).ConfigureAwait(false);
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            var session = new ConsumerSession(connection, channel, receiver, options.Consumers, deadLetters, time, logger);
            await session.ConsumeAsync(options.Consumers.MaxPrefetch, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await RabbitMqConnector.CloseAsync(connection).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Handles messages until told to end, and then finishes what it has begun; handlers are cancelled when told to give up, or when the connection is lost.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    public async Task RunAsync(CancellationToken end, CancellationToken giveUp)
    {
        await using var give = giveUp.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _over).ConfigureAwait(false);
        var work = _stage.RunAsync(CancellationToken.None);
        var prefetch = _options.SingleActive ? Task.CompletedTask : FollowPrefetchAsync();
        try
        {
            await (await Task.WhenAny(_lost.Task, work).WaitAsync(end).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch
        {
            await _over.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _ending = true;
            _stage.Complete();
            await Task.WhenAll(work, prefetch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await RabbitMqConnector.CloseAsync(_connection).ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task<string> ConsumeAsync(int prefetch, CancellationToken cancellationToken)
    {
        await _channel.BasicQosAsync(prefetchSize: 0, (ushort)prefetch, global: false, cancellationToken).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, e) => TakeAsync(Delivery.Of(e.DeliveryTag, e.Exchange, new BasicProperties(e.BasicProperties), e.Body.ToArray()));
        return _tag = await _channel.BasicConsumeAsync(_queue, autoAck: false, consumer, cancellationToken).ConfigureAwait(false);
    }

    private string _tag = "";

    // A prefetch holds for consumers that begin after it, and quorum queues have no other: so the consumer begins anew.
    private async Task FollowPrefetchAsync()
    {
        await foreach (var prefetch in _stage.PrefetchChanges().ConfigureAwait(false))
        {
            await _channel.BasicCancelAsync(_tag).ConfigureAwait(false);
            await ConsumeAsync(prefetch, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(Delivery delivery)
    {
        if (!_ending && _lanes.TryEnter(delivery))
        {
            await EnqueueAsync(delivery).ConfigureAwait(false);
        }
    }

    private async Task EnqueueAsync(Delivery delivery)
    {
        try
        {
            await _stage.EnqueueAsync(delivery).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // it goes back to the broker as the connection closes
        }
    }

    private async ValueTask HandleAsync(Delivery first, CancellationToken failed)
    {
        for (var delivery = first; delivery is not null && !_ending; delivery = _lanes.Leave(delivery))
        {
            TimeSpan? again;
            try
            {
                again = await _handler.TryAsync(delivery, _over.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                return;
            }

            if (again is { } delay)
            {
                _ = TryAgainAsync(delivery, delay);
                return;
            }

            await _channel.BasicAckAsync(delivery.Tag, multiple: false, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task TryAgainAsync(Delivery delivery, TimeSpan delay)
    {
        await Task.Delay(delay, _time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ending)
        {
            await EnqueueAsync(delivery).ConfigureAwait(false);
        }
    }
}
