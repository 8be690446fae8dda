using DistPatterns.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.Inbox;

/// <summary>Cleans the inbox up as long as the host runs.</summary>
internal sealed class InboxCleanUp(IInboxCleaner cleaner, IOptions<InboxOptions> options, TimeProvider time, ILogger<InboxCleanUp> logger)
    : CleanUp("inbox", time, logger)
{
    protected override TimeSpan Interval => options.Value.CleanUpInterval;

    protected override ValueTask CleanAsync(CancellationToken cancellationToken) => cleaner.CleanAsync(options.Value.Retention, cancellationToken);
}
