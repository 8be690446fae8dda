using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace DistPatterns.Messaging;

/// <summary>One connection that consumes a queue.</summary>
/// <remarks>
/// At a graceful end, what is being handled is finished and acknowledged, and what waits goes back to the broker as the connection
/// closes. The consumer is not cancelled before: another process would take over the next messages of a key that is still handled here. A handler that goes
/// on after it was cancelled is left behind: its message is delivered again, and the consumer does not wait for it.
/// </remarks>
internal sealed class ConsumerSession : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _queue;
    private readonly RabbitMqConsumerOptions _options;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // more than the consumers of this library take to leave a handler behind

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DeliveryPipeline _pipeline;
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();

    private ConsumerSession(
        IConnection connection, IChannel channel, IMessageReceiver receiver, RabbitMqConsumerOptions options,
        DeadLetters deadLetters, TimeProvider time, ILogger logger)
    {
        (_connection, _channel, _queue, _options, _time, _logger) = (connection, channel, receiver.Consumer, options, time, logger);
        _pipeline = new DeliveryPipeline(
            new DeliveryHandler(receiver, options, deadLetters, time, logger),
            options,
            d => channel.BasicAckAsync(d.Tag, multiple: false, CancellationToken.None),
            time,
            _over.Token);
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

    /// <summary>
    /// Handles messages until told to end, then finishes what it has begun; handlers are cancelled when told to give up, or on a lost connection.
    /// </summary>
    /// <exception cref="IOException">The connection is lost, or nothing comes through it any more.</exception>
    public async Task RunAsync(CancellationToken end, CancellationToken giveUp)
    {
        await using var give = giveUp.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _over).ConfigureAwait(false);
        var work = _pipeline.RunAsync();
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
            _pipeline.End();
            await EndAsync(Task.WhenAll(work, prefetch)).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(Task work)
    {
        await work.WaitAsync(_over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await work.WaitAsync(Patience, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            RabbitMqTelemetry.LeftBehind(_logger, _queue, _pipeline.Handling);
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
        var consumer = new QueueConsumer(_channel, _pipeline.TakeAsync, ended: () =>
            _lost.TrySetException(new IOException($"The broker has ended the consumer: the queue '{_queue}' is gone, or away.")));
        return _tag = await _channel.BasicConsumeAsync(_queue, autoAck: false, consumer, cancellationToken).ConfigureAwait(false);
    }

    private string _tag = "";

    // A prefetch holds for consumers that begin after it, and quorum queues have no other: so the consumer begins anew.
    private async Task FollowPrefetchAsync()
    {
        try
        {
            await foreach (var prefetch in _pipeline.PrefetchChanges().ConfigureAwait(false))
            {
                await _channel.BasicCancelAsync(_tag).ConfigureAwait(false);
                await ConsumeAsync(prefetch, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            _lost.TrySetException(new IOException($"The prefetch could not be changed: {e.Message}", e)); // it may have been cancelled and not begun anew
        }
    }
}
