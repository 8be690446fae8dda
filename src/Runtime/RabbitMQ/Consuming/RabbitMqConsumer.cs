using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>Hands the messages of one queue to one receiver as long as the host runs, and connects anew when the broker was away.</summary>
internal sealed class RabbitMqConsumer(IMessageReceiver receiver, RabbitMqOptions options, TimeProvider time, ILogger logger) : BackgroundService
{
    private readonly RabbitMqConnector _connector = new(options);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _trouble = new InvalidOperationException("It has not begun.");

    public string Name => receiver.Consumer;

    /// <summary>Why no messages come just now; null when they do.</summary>
    public Exception? Trouble => _trouble;

    /// <summary>Ends when messages have begun to come for the first time.</summary>
    public Task Began => _began.Task;

    /// <summary>Finishes what is being handled. When the host cannot wait so long, handlers are cancelled, and their messages delivered elsewhere.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var impatience = cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _giveUp).ConfigureAwait(false);
        await base.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _giveUp.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await using var session = await ConsumerSession.OpenAsync(_connector, receiver, options, time, logger, stoppingToken).ConfigureAwait(false);
                (failures, _trouble) = (0, null);
                _began.TrySetResult();
                RabbitMqTelemetry.ConsumerConnected(logger, Name, _connector.Broker);
                await session.RunAsync(stoppingToken, _giveUp.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                if (_trouble is not { } same || same.Message != e.Message)
                {
                    RabbitMqTelemetry.ConsumerLost(logger, e, Name, _connector.Broker);
                }

                _trouble = e;
                await Task.Delay(DelayAfter(failures++), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private TimeSpan DelayAfter(int failures) =>
        options.MaxReconnectDelay / 50 * Math.Min(50, Math.Pow(2, failures)) * (0.5 + Random.Shared.NextDouble() / 2);
}
