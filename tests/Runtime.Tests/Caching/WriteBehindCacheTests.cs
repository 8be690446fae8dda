using DistPatterns.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Caching;

public sealed class WriteBehindCacheTests
{
    private readonly InMemoryWriteBehindLog _log = new();
    private readonly Store _store = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_is_read_on_every_node_before_it_has_arrived()
    {
        var bus = new ManualBus();
        await using var a = new CacheNode(bus);
        await using var b = new CacheNode(bus);
        var (writer, reader) = (Cache(a), Cache(b));
        Assert.Equal("empty", await reader.GetAsync("k", Cancelled));

        await writer.WriteAsync("k", "one", Cancelled);
        bus.DeliverAll();

        Assert.Equal("one", await writer.GetAsync("k", Cancelled));
        Assert.Equal("one", await reader.GetAsync("k", Cancelled));
        Assert.Empty(_store.Written);
    }

    [Fact]
    public async Task A_process_that_starts_anew_reads_what_the_log_still_holds()
    {
        await using (var before = new CacheNode())
            await Cache(before).WriteAsync("k", "one", Cancelled);
        await using var after = new CacheNode();

        Assert.Equal("one", await Cache(after).GetAsync("k", Cancelled));
    }

    [Fact]
    public async Task Writes_of_a_key_arrive_together_as_the_newest()
    {
        await using var node = new CacheNode();
        var cache = Cache(node);
        await cache.WriteAsync("k", "one", Cancelled);
        await cache.WriteAsync("other", "x", Cancelled);
        await cache.WriteAsync("k", "two", Cancelled);

        Assert.Equal(3, await cache.DrainAsync(10, Cancelled));

        Assert.Equal([("k", "two"), ("other", "x")], _store.Written);
        Assert.Equal(0, _log.Count);
        Assert.Equal("two", await cache.GetAsync("k", Cancelled));
    }

    [Fact]
    public async Task What_the_store_refuses_stays_in_the_log_and_is_still_read()
    {
        await using var node = new CacheNode();
        var cache = Cache(node);
        await cache.WriteAsync("k", "one", Cancelled);
        _store.Refuses = true;

        await Assert.ThrowsAsync<IOException>(() => cache.DrainAsync(10, Cancelled).AsTask());
        Assert.Equal(1, _log.Count);
        await node.Cache.InvalidateAsync("k", Cancelled);
        Assert.Equal("one", await cache.GetAsync("k", Cancelled));

        _store.Refuses = false;
        Assert.Equal(1, await cache.DrainAsync(10, Cancelled));
        Assert.Equal([("k", "one")], _store.Written);
    }

    [Fact]
    public async Task The_host_drains_the_log_and_tries_again_after_a_delay()
    {
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time)
            .AddSingleton<IWriteBehindLog<string>>(_log).AddSingleton<IWriteBehindStore<string>>(_store)
            .AddWriteBehindCache<string>(o => o.RetryDelay = TimeSpan.FromSeconds(5)).BuildServiceProvider();
        var drain = services.GetServices<IHostedService>().Single();
        _store.Refuses = true;
        await services.GetRequiredService<WriteBehindCache<string>>().WriteAsync("k", "one", Cancelled);
        await drain.StartAsync(Cancelled);
        await _store.Asked();

        _store.Refuses = false;
        while (_log.Count > 0) // the delay begins at some moment after the refusal
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await drain.StopAsync(Cancelled);
        Assert.Equal([("k", "one")], _store.Written);
    }

    private WriteBehindCache<string> Cache(CacheNode node) => new(node.Cache, _log, _store);

    private sealed class Store : IWriteBehindStore<string>
    {
        public List<(string Key, string Value)> Written { get; } = [];

        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Refuses { get; set; }

        public Task Asked() => _asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public ValueTask<string> LoadAsync(string key, CancellationToken cancellationToken) =>
            new(Written.Where(w => w.Key == key).Select(w => w.Value).LastOrDefault("empty"));

        public ValueTask WriteAsync(IReadOnlyList<WriteBehindEntry<string>> entries, CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            if (Refuses)
                throw new IOException("away");
            Written.AddRange(entries.Select(e => (e.Key, e.Value)));
            return ValueTask.CompletedTask;
        }
    }
}
