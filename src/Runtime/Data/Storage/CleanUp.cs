using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Storage;

/// <summary>Forgets what is old, at the start and at each interval, as long as the host runs. A round that fails is left to the next.</summary>
/// <param name="what">What is cleaned up, for the log.</param>
/// <param name="time">Spaces the rounds. What is old is said by the database's clock: that of this process may be days off.</param>
/// <param name="logger">Hears of rounds that fail.</param>
internal abstract partial class CleanUp(string what, TimeProvider time, ILogger logger) : BackgroundService
{
    protected abstract TimeSpan Interval { get; }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CleanAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                NotCleaned(logger, e, what);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One round.</summary>
    protected abstract ValueTask CleanAsync(CancellationToken cancellationToken);

    [LoggerMessage(1, LogLevel.Warning, "The {What} could not be cleaned up; it is tried again.", EventName = "NotCleanedUp")]
    private static partial void NotCleaned(ILogger logger, Exception exception, string what);
}
