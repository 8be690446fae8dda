using DistPatterns.Registry;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;

namespace DistPatterns.Runtime.Tests.Registry;

public sealed class PostgresServiceRegistryTests
{
    private static readonly TimeSpan Ttl = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // on a busy machine; nothing waits for it to pass

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_that_stops_its_heartbeats_disappears()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresServiceRegistry(database.Source);
        await registry.BeatAsync(Instance("https://a"), Ttl, Cancel);
        await registry.BeatAsync(Instance("https://b"), Ttl, Cancel);

        await SilenceAsync(database, "https://a/");

        Assert.Equal(["https://b/"], (await registry.FindAsync("orders", Cancel)).Select(i => i.Address.AbsoluteUri));
    }

    [Fact]
    public async Task A_heartbeat_brings_it_back_and_pruning_forgets_it()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresServiceRegistry(database.Source);
        var instance = Instance("https://a");
        await registry.BeatAsync(instance, Ttl, Cancel);
        await SilenceAsync(database, "https://a/");
        Assert.Equal(0, await registry.PruneAsync(TimeSpan.FromDays(1), Cancel));
        await registry.BeatAsync(instance, Ttl, Cancel);
        Assert.Equal(instance, Assert.Single(await registry.FindAsync("orders", Cancel)));
        await SilenceAsync(database, "https://a/");

        Assert.Equal(1, await registry.PruneAsync(TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task A_host_is_found_while_it_runs()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresServiceRegistry(database.Source);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(database.Source).AddPostgresServiceRegistration(o => (o.ServiceName, o.Address) = ("orders", new Uri("https://a:8443")));
        using var host = builder.Build();
        await host.StartAsync(Cancel);
        await UntilAsync(async () => (await registry.FindAsync("orders", Cancel)).Count == 1);

        await host.StopAsync(Cancel);

        Assert.Empty(await registry.FindAsync("orders", Cancel));
    }

    [Fact]
    public async Task A_registration_without_a_name_or_with_half_an_address_stops_the_start()
    {
        await using var database = await CreateAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(database.Source).AddPostgresServiceRegistration(o => (o.ServiceName, o.Address) = ("orders", new Uri("/orders", UriKind.Relative)));
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Contains("Address is /orders: it must be an absolute URI.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_discovery_follows_the_registry()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresServiceRegistry(database.Source);
        await registry.BeatAsync(Instance("https://a"), Ttl, Cancel);
        await using var services = Discovery(database);
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();
        var before = await resolver.GetEndpointsAsync("https://orders", Cancel);
        Assert.Equal(["https://a/"], before.Endpoints.Select(e => e.ToString()));

        await registry.BeatAsync(Instance("https://b"), Ttl, Cancel);
        await ChangedAsync(before.ChangeToken);
        var during = await resolver.GetEndpointsAsync("https://orders", Cancel);
        Assert.Equal(["https://a/", "https://b/"], during.Endpoints.Select(e => e.ToString()));

        await SilenceAsync(database, "https://a/");
        await ChangedAsync(during.ChangeToken);
        Assert.Equal(["https://b/"], (await resolver.GetEndpointsAsync("https://orders", Cancel)).Endpoints.Select(e => e.ToString()));
    }

    [Fact]
    public async Task While_the_registry_is_away_the_last_instances_are_kept()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresServiceRegistry(database.Source);
        await registry.BeatAsync(Instance("https://a"), Ttl, Cancel);
        await using var services = Discovery(database);
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();
        var before = await resolver.GetEndpointsAsync("https://orders", Cancel);

        await database.Source.QueryAsync("alter table dp_service rename to gone");
        await database.Source.QueryAsync("update gone set expires_at = '-infinity'");
        await services.GetRequiredService<AwayListener>().Away.WaitAsync(Patience, Cancel);

        Assert.Equal(["https://a/"], (await resolver.GetEndpointsAsync("https://orders", Cancel)).Endpoints.Select(e => e.ToString()));
        await database.Source.QueryAsync("alter table gone rename to dp_service");
        await ChangedAsync(before.ChangeToken);
    }

    [Fact]
    public async Task A_query_selects_the_endpoint_and_the_first_scheme_that_anybody_has()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresServiceRegistry(database.Source);
        await registry.BeatAsync(Instance("http://a"), Ttl, Cancel);
        await registry.BeatAsync(Instance("https://a"), Ttl, Cancel);
        await registry.BeatAsync(Instance("http://b"), Ttl, Cancel);
        await registry.BeatAsync(Instance("http://c", "admin"), Ttl, Cancel);
        await using var services = Discovery(database);
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();

        Assert.Equal(["https://a/"], await AddressesAsync("https+http://orders"));
        Assert.Equal(["http://a/", "http://b/"], await AddressesAsync("http://orders"));
        Assert.Equal(["http://c/"], await AddressesAsync("https+http://_admin.orders"));

        async Task<IEnumerable<string?>> AddressesAsync(string query) => (await resolver.GetEndpointsAsync(query, Cancel)).Endpoints.Select(e => e.ToString());
    }

    [Fact]
    public async Task Configuration_has_the_word_where_it_knows_the_service()
    {
        await using var database = await CreateAsync();
        await new PostgresServiceRegistry(database.Source).BeatAsync(Instance("https://a"), Ttl, Cancel);
        await using var services = Discovery(database, new() { ["Services:orders:https:0"] = "https://configured" });
        var found = await services.GetRequiredService<ServiceEndpointResolver>().GetEndpointsAsync("https://orders", Cancel);
        Assert.Equal(["https://configured/"], found.Endpoints.Select(e => e.ToString()));
    }

    private static ServiceInstance Instance(string address, string endpoint = "") => new(Guid.NewGuid(), "orders", endpoint, new Uri(address));

    private static ServiceProvider Discovery(PostgresDatabase database, Dictionary<string, string?>? configuration = null)
    {
        var away = new AwayListener();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build())
            .AddSingleton(_ => database.AnotherMachine())
            .AddLogging(logging => logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(away))
            .AddSingleton(away)
            .AddServiceDiscovery()
            .AddPostgresServiceEndpointProvider(o => o.PollInterval = TimeSpan.FromMilliseconds(20))
            .BuildServiceProvider();
    }

    private static async Task<PostgresDatabase> CreateAsync()
    {
        var database = await PostgresDatabase.CreateAsync();
        await PostgresServiceRegistry.Schema.CreateAsync(database.Source, Cancel);
        return database;
    }

    /// <summary>As if its last heartbeat had run out.</summary>
    private static Task SilenceAsync(PostgresDatabase database, string address) =>
        database.Source.QueryAsync($"update dp_service set expires_at = clock_timestamp() - interval '5 minutes' where address = '{address}'");

    private static Task ChangedAsync(IChangeToken token)
    {
        var changed = new TaskCompletionSource();
        token.RegisterChangeCallback(_ => changed.TrySetResult(), null);
        return changed.Task.WaitAsync(Patience, Cancel);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
