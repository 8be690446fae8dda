using DistPatterns.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Patterns;

/// <summary>Two nodes would do the work; one does, and the other takes over when it stops.</summary>
internal static class ElectionSample
{
    public static async Task RunAsync()
    {
        using var database = await TemporaryDatabase.CreateAsync(SqliteLeaseStore.Schema);
        NightlyReport first = new("node 1"), second = new("node 2");
        using var node1 = Node(database, first);
        using var node2 = Node(database, second);

        await node1.StartAsync();
        await first.Leads;
        await node2.StartAsync();
        await node1.StopAsync();
        await second.Leads;
        await node2.StopAsync();
    }

    private static IHost Node(TemporaryDatabase database, NightlyReport report) =>
        new HostBuilder().ConfigureServices(services => services
            .AddSingleton(report)
            .AddSqliteLeases(database.ConnectionString, options => options.PollInterval = TimeSpan.FromMilliseconds(20))
            .AddLeaderElection<NightlyReport>("nightly report")).Build();

    private sealed class NightlyReport(string node) : ILeader
    {
        private readonly TaskCompletionSource _leads = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Leads => _leads.Task;

        public async Task LeadAsync(Lease lease, CancellationToken cancellationToken)
        {
            Console.WriteLine($"{node} leads under token {lease.Token}");
            _leads.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken); // the work, until the lease is lost or the node stops
        }
    }
}
