using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.Caching;

/// <summary>Drains the log of a write-behind cache for as long as the host runs. What is left when it stops stays in the log.</summary>
internal sealed partial class WriteBehindDrain<T>(
    WriteBehindCache<T> cache, IOptions<WriteBehindOptions> options, TimeProvider time, ILogger<WriteBehindDrain<T>> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await cache.DrainAsync(options.Value.BatchSize, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                DrainFailed(e, options.Value.RetryDelay);
                await Task.Delay(options.Value.RetryDelay, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of cache writes did not arrive; it stays in the log and is tried again in {Delay}.")]
    private partial void DrainFailed(Exception exception, TimeSpan delay);
}
