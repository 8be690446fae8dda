using System.Threading.Channels;
using DistPatterns.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DistPatterns.Runtime.Tests.Coordination;

public sealed class LeaderElectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // on a busy machine; nothing waits for it to pass

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_leader_stops_the_other_leads_under_a_larger_token()
    {
        await using var database = await CreateAsync();
        using var first = Candidate(database, UntilOver, out var firstTerms);
        using var second = Candidate(database, UntilOver, out var secondTerms);
        await first.StartAsync(Cancel);
        var before = await NextAsync(firstTerms);
        await second.StartAsync(Cancel);
        Assert.Null(Election(second).Term);
        Assert.Same(before, Election(first).Term);

        await first.StopAsync(Cancel);
        var after = await NextAsync(secondTerms);

        Assert.False(before.IsHeld);
        Assert.Equal(before.Token + 1, after.Token);
        await second.StopAsync(Cancel);
    }

    [Fact]
    public async Task Work_that_fails_gives_the_lease_up_and_is_tried_again()
    {
        await using var database = await CreateAsync();
        using var host = Candidate(database, (lease, over) => lease.Token == 1 ? throw new IOException("at work") : UntilOver(lease, over), out var terms);
        await host.StartAsync(Cancel);

        Assert.Equal(1, (await NextAsync(terms)).Token);
        Assert.Equal(2, (await NextAsync(terms)).Token);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task The_next_term_begins_only_when_the_work_of_the_last_has_ended()
    {
        await using var database = await CreateAsync();
        var end = new TaskCompletionSource();
        int working = 0, most = 0;
        using var host = Candidate(database, async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref working));
            await end.Task; // deaf to its token
            Interlocked.Decrement(ref working);
        }, out var terms);
        await host.StartAsync(Cancel);
        var term = await NextAsync(terms);
        await database.Source.QueryAsync("update dp_lease set expires_at = 0"); // the next renewal gets another token
        await FiredAsync(term.Lost);
        Assert.Null(Election(host).Term);
        Assert.Equal(1, working);

        end.SetResult();

        Assert.True((await NextAsync(terms)).Token > term.Token);
        Assert.Equal(1, most);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task The_health_check_says_who_leads()
    {
        await using var database = await CreateAsync();
        using var host = Candidate(database, UntilOver, out var terms);
        await host.StartAsync(Cancel);
        await NextAsync(terms);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);

        var entry = report.Entries["leader election"];
        Assert.Equal((HealthStatus.Healthy, "leads under token 1"), (entry.Status, entry.Data["billing"]));
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task The_health_check_says_when_the_store_is_away_and_back()
    {
        await using var database = await CreateAsync();
        await database.Source.QueryAsync("alter table dp_lease rename to gone");
        using var host = Candidate(database, UntilOver, out var terms);
        await host.StartAsync(Cancel);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        using var patience = new CancellationTokenSource(Patience);
        while ((await health.CheckHealthAsync(patience.Token)).Status != HealthStatus.Degraded)
        {
        }

        await database.Source.QueryAsync("alter table gone rename to dp_lease");
        await NextAsync(terms);

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancel)).Status);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task An_option_out_of_range_stops_the_start()
    {
        await using var database = await CreateAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSqliteLeases(database.ConnectionString, o => o.PollInterval = TimeSpan.FromDays(1));
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Contains("PollInterval is 1.00:00:00: it must be between 00:00:00.0100000 and 01:00:00.", error.Message, StringComparison.Ordinal);
    }

    private static async Task<SqliteDatabase> CreateAsync()
    {
        var database = new SqliteDatabase();
        await SqliteLeaseStore.Schema.CreateAsync(database.Source, Cancel);
        return database;
    }

    private static IHost Candidate(SqliteDatabase database, Func<Lease, CancellationToken, Task> work, out ChannelReader<Lease> terms)
    {
        var leader = new RecordingLeader(work);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSqliteLeases(database.ConnectionString, o => (o.Ttl, o.PollInterval) = (TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(20)));
        builder.Services.AddSingleton(leader).AddLeaderElection<RecordingLeader>("billing");
        terms = leader.Terms;
        return builder.Build();
    }

    private static LeaderElection Election(IHost host) => host.Services.GetRequiredService<LeaderElection>();

    private static Task<Lease> NextAsync(ChannelReader<Lease> terms) => terms.ReadAsync(Cancel).AsTask().WaitAsync(Patience, Cancel);

    private static Task FiredAsync(CancellationToken token) => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default).WaitAsync(Patience, Cancel);

    private static Task UntilOver(Lease lease, CancellationToken over) => Task.Delay(Timeout.Infinite, over);

    private sealed class RecordingLeader(Func<Lease, CancellationToken, Task> work) : ILeader
    {
        private readonly Channel<Lease> _terms = Channel.CreateUnbounded<Lease>();

        public ChannelReader<Lease> Terms => _terms.Reader;

        public Task LeadAsync(Lease lease, CancellationToken cancellationToken)
        {
            _terms.Writer.TryWrite(lease);
            return work(lease, cancellationToken);
        }
    }
}
