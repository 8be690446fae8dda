using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>Checks tables and buckets before anything of the host starts. A database that is away is no reason not to start: what is written and read checks again.</summary>
internal sealed partial class OutboxStartCheck(IOutboxQueue queue, ILogger<OutboxStartCheck> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await queue.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            NotChecked(e);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(7, LogLevel.Warning, "The tables of the outbox could not be checked: the database is away.", EventName = "OutboxNotChecked")]
    private partial void NotChecked(Exception exception);
}
