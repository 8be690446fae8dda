using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.Inbox;

/// <summary>Cleans the inbox up as long as the host runs. A round that fails is left to the next.</summary>
internal sealed partial class InboxCleanUp(IInboxCleaner cleaner, IOptions<InboxOptions> options, TimeProvider time, ILogger<InboxCleanUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await cleaner.CleanAsync(time.GetUtcNow(), options.Value.Retention, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                NotCleaned(e);
            }

            await Task.Delay(options.Value.CleanUpInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The inbox could not be cleaned up; it is tried again.", EventName = "InboxNotCleaned")]
    private partial void NotCleaned(Exception exception);
}
