using DistPatterns.Caching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Caching;

/// <summary>Invalidations between two caches over NOTIFY of a real server.</summary>
public sealed class PostgresInvalidationBusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // a channel of its own: the server is shared
    private readonly string _channel = $"dp_test_{Guid.NewGuid():n}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invalidation_reaches_the_other_node()
    {
        await using var source = Source();
        using var busOfA = await StartAsync(source);
        using var busOfB = await StartAsync(source);
        await using var a = new CacheNode(busOfA);
        await using var b = new CacheNode(busOfB);
        var store = new SlowStore();
        await a.Cache.GetOrLoadAsync("naïve key 🔑", store.LoadAsync, Cancelled);
        await b.Cache.GetOrLoadAsync("naïve key 🔑", store.LoadAsync, Cancelled);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = busOfB.Subscribe(_ => heard.TrySetResult(), () => { }); // after the cache: told after it
        store.Value = "new";

        await a.Cache.InvalidateAsync("naïve key 🔑", Cancelled);
        await heard.Task.WaitAsync(Patience, Cancelled);

        Assert.Equal("new", await b.Cache.GetOrLoadAsync("naïve key 🔑", store.LoadAsync, Cancelled));
    }

    [Fact]
    public async Task A_connection_that_was_lost_forgets_everything_once_it_is_back()
    {
        await using var source = Source();
        using var bus = await StartAsync(source);
        await using var node = new CacheNode(bus);
        var store = new SlowStore();
        await node.Cache.GetOrLoadAsync("k", store.LoadAsync, Cancelled);
        var gap = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = bus.Subscribe(_ => { }, () => gap.TrySetResult());
        store.Value = "new";

        await using var kill = source.CreateCommand($"select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen {_channel}'");
        await kill.ExecuteNonQueryAsync(Cancelled);
        await gap.Task.WaitAsync(Patience, Cancelled);

        Assert.Equal("new", await node.Cache.GetOrLoadAsync("k", store.LoadAsync, Cancelled));
    }

    [Fact]
    public async Task A_key_that_no_notification_can_carry_is_refused_by_name()
    {
        await using var source = Source();
        using var bus = await StartAsync(source);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => bus.PublishAsync(new(new('k', 8000), 1, Guid.NewGuid()), Cancelled).AsTask());

        Assert.Contains("7999 bytes", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not ours")]
    [InlineData("0123456789abcdef0123456789abcdef zzzzzzzzzzzzzzzz k")]
    public void A_payload_of_somebody_else_is_no_invalidation(string payload) => Assert.False(Notification.TryRead(payload, out _));

    [Fact]
    public void A_payload_reads_as_it_was_written()
    {
        var invalidation = new CacheInvalidation("a key with spaces", 0xFEDC, Guid.NewGuid());

        Assert.True(Notification.TryRead(Notification.Write(invalidation), out var read));
        Assert.Equal(invalidation, read);
    }

    private static NpgsqlDataSource Source()
    {
        var connection = Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_POSTGRES");
        Assert.SkipWhen(connection is null, "DISTPATTERNS_TEST_POSTGRES holds no connection string");
        return NpgsqlDataSource.Create(connection!);
    }

    private async Task<PostgresInvalidationBus> StartAsync(NpgsqlDataSource source)
    {
        var options = new PostgresInvalidationBusOptions { Channel = _channel, ReconnectDelay = TimeSpan.FromMilliseconds(10) };
        var bus = new PostgresInvalidationBus(source, Options.Create(options), TimeProvider.System, NullLogger<PostgresInvalidationBus>.Instance);
        await bus.StartAsync(Cancelled);
        return bus;
    }
}
