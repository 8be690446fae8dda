using DistPatterns.Resilience;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.Registry;

/// <summary>Keeps this process in the registry: from when the host has started, and so listens, until before anything of it stops.</summary>
internal sealed partial class ServiceRegistration(
    PostgresServiceRegistry registry, IOptions<ServiceRegistrationOptions> options, TimeProvider time, ILogger<ServiceRegistration> logger)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceInstance _instance = new(Guid.NewGuid(), options.Value.ServiceName!, options.Value.EndpointName, options.Value.Address!);
    private readonly TimeSpan _interval = options.Value.Ttl / 3;
    private Task _beats = Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _beats = BeatAsync();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _beats.ConfigureAwait(false); // or a last heartbeat could bring it back
        try
        {
            await registry.RemoveAsync(_instance.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            NotRemoved(e, _instance);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stop.Cancel(); // a host that failed to start never stops
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var limit = new TimeLimit(_interval, time, _stop.Token);
                await registry.BeatAsync(_instance, options.Value.Ttl, limit.Token).ConfigureAwait(false);
                await registry.PruneAsync(Forgotten, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                if (!_stop.IsCancellationRequested)
                {
                    BeatFailed(e, _instance);
                }
            }

            await Task.Delay(_interval, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The heartbeat of {Instance} failed; others lose sight of it if that goes on.", EventName = "HeartbeatFailed")]
    private partial void BeatFailed(Exception exception, ServiceInstance instance);

    [LoggerMessage(2, LogLevel.Warning, "{Instance} could not be removed from the registry; it ends by itself.", EventName = "NotRemoved")]
    private partial void NotRemoved(Exception exception, ServiceInstance instance);
}
