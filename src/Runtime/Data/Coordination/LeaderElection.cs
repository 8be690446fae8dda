using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Coordination;

/// <summary>
/// Campaigns for a lease as long as the host runs, and leads while it is held. The next term begins only when the work of
/// the one before has ended; work that throws gives the lease up and is tried again, here or elsewhere.
/// </summary>
public sealed partial class LeaderElection(
    string name, ILeader leader, LeaseClient leases, LeaseOptions options, TimeProvider time, ILogger<LeaderElection> logger)
    : BackgroundService
{
    private volatile Lease? _term;

    /// <summary>The name of the lease that is campaigned for.</summary>
    public string Name { get; } = name;

    /// <summary>The lease of the present term, or null when this process does not lead.</summary>
    public Lease? Term => _term is { IsHeld: true } term ? term : null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadOneTermAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                LeadingFailed(e, Name);
            }

            // the others come first now
            await Task.Delay(options.PollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadOneTermAsync(CancellationToken stoppingToken)
    {
        await using var lease = await leases.AcquireAsync(Name, stoppingToken).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, stoppingToken);
        _term = lease;
        try
        {
            await leader.LeadAsync(lease, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
        finally
        {
            _term = null;
        }
    }

    [LoggerMessage(7, LogLevel.Error, "The leader of '{Name}' failed; its lease is given up.", EventName = "LeadingFailed")]
    private partial void LeadingFailed(Exception exception, string name);
}
