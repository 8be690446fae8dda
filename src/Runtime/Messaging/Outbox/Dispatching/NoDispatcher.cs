using Microsoft.Extensions.Hosting;

namespace DistPatterns.Outbox;

/// <summary>What runs in a process that only writes: nothing.</summary>
internal sealed class NoDispatcher : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
