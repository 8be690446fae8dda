using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Storage;

/// <summary>Checks the tables of a part before anything of the host starts. A database that is away is no reason not to start: it may come back.</summary>
internal sealed partial class StartCheck(string component, Func<CancellationToken, ValueTask> check, ILogger<StartCheck> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await check(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is DbException or TimeoutException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // a driver whose own limit is exceeded may say so by an OperationCanceledException
            NotChecked(e, component);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "The tables of '{Component}' could not be checked: the database is away.", EventName = "SchemaNotChecked")]
    private partial void NotChecked(Exception exception, string component);
}
