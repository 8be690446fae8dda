using Microsoft.Extensions.Hosting;

namespace DistPatterns.Replication;

/// <summary>Keeps a router informed while the host runs.</summary>
internal sealed class ReplicaRouterService<TNode>(ReplicaRouter<TNode> router) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => router.RunAsync(stoppingToken);
}
