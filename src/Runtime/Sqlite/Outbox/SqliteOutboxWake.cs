using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>Looks whether somebody, here or in another process, has committed: SQLite keeps a number that says so and costs no lock.</summary>
internal sealed partial class SqliteOutboxWake(
    SqliteDataSource source, OutboxSignal signal, IOptions<OutboxOptions> options,
    TimeProvider time, IServiceProviderIsService services, ILogger<SqliteOutboxWake> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Dispatch && services.IsService(typeof(OutboxWriter)) && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Interrupted(e, options.Value.MaxPollInterval);
                await Task.Delay(options.Value.MaxPollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken); // the number tells of the commits of others than this one
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma data_version";
        object? seen = null;
        while (true)
        {
            var version = await command.ExecuteScalarAsync(cancellationToken);
            if (!Equals(version, seen))
            {
                seen = version;
                signal.Wake();
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    [LoggerMessage(
        20, LogLevel.Warning, "Commits to the outbox are not seen at once; it is polled. Next attempt in {Delay}.", EventName = "OutboxWakeInterrupted")]
    private partial void Interrupted(Exception exception, TimeSpan delay);
}
