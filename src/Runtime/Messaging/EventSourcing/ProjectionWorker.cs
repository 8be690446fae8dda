using System.Data.Common;
using DistPatterns.Messaging;
using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.EventSourcing;

/// <summary>Runs a projection as long as the host runs. Several processes may: the one that moves the checkpoint has applied the batch.</summary>
internal sealed partial class ProjectionWorker(
    Projection projection, Func<IServiceProvider, IProjection> create, IEventStore events, ProjectionCheckpoints checkpoints,
    IServiceScopeFactory scopes, IOptions<ProjectionOptions> options, TimeProvider time, ILogger<ProjectionWorker> logger)
    : BackgroundService
{
    private readonly KeyValuePair<string, object?> _tag = new("projection", projection.Name);
    private Position? _position; // null when it is to be read
    private long? _measured;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var done = await ApplyBatchAsync(stoppingToken).ConfigureAwait(false);
                failures = 0;
                await MeasureWhenDueAsync(stoppingToken).ConfigureAwait(false);
                if (done == 0)
                {
                    await projection.WaitForWakeAsync(options.Value.PollInterval, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _position = null;
                EventSourcingMetrics.Failed.Add(1, _tag);
                var delay = ExponentialDelay.After(options.Value.PollInterval, options.Value.MaxRetryDelay, failures++);
                Failed(e, projection.Name, delay);
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Applies what is there, up to a batch; how many events it was.</summary>
    internal async ValueTask<int> ApplyBatchAsync(CancellationToken cancellationToken)
    {
        var from = _position ??= await checkpoints.LoadAsync(projection.Name, cancellationToken).ConfigureAwait(false);
        var batch = await events.ReadAllAsync(from, options.Value.BatchSize, cancellationToken).ConfigureAwait(false);
        if (batch.Count == 0)
        {
            _position = null; // somebody may reset it meanwhile
            return 0;
        }

        await using var scope = scopes.CreateAsyncScope();
        var runner = scope.ServiceProvider.GetRequiredService<ITransactionRunner>();
        var moved = await runner.RunAsync(
            scope.ServiceProvider,
            (transaction, _, cancel) => TryApplyAsync(scope.ServiceProvider, transaction, from, batch, cancel),
            cancellationToken).ConfigureAwait(false);
        _position = moved ? batch[^1].Position : null;
        if (moved)
        {
            EventSourcingMetrics.Applied.Add(batch.Count, _tag);
        }

        projection.Moved();
        return batch.Count;
    }

    private async ValueTask<bool> TryApplyAsync(
        IServiceProvider services, DbTransaction transaction, Position from, IReadOnlyList<RecordedEvent> batch, CancellationToken cancellationToken)
    {
        if (!await ProjectionCheckpoints.TryMoveAsync(transaction, projection.Name, from, batch[^1].Position, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var model = create(services);
        foreach (var recorded in batch)
        {
            await model.ApplyAsync(recorded, transaction, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask MeasureWhenDueAsync(CancellationToken cancellationToken)
    {
        if (_measured is { } last && time.GetElapsedTime(last) < options.Value.MeasureInterval)
        {
            return;
        }

        _measured = time.GetTimestamp();
        var position = _position ?? await checkpoints.LoadAsync(projection.Name, cancellationToken).ConfigureAwait(false);
        var lag = await events.MeasureAsync(position, cancellationToken).ConfigureAwait(false);
        EventSourcingMetrics.Behind.Record(lag.Behind.TotalSeconds, _tag);
        EventSourcingMetrics.HeldUp.Record(lag.HeldUp.TotalSeconds, _tag);
    }

    [LoggerMessage(1, LogLevel.Error, "The projection '{Name}' failed; it is tried again in {Delay}.", EventName = "ProjectionFailed")]
    private partial void Failed(Exception exception, string name, TimeSpan delay);
}
