using DistPatterns.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Caching;

public sealed class VersionedCacheTests
{
    private const string Key = "price";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_load_runs_for_any_number_of_callers()
    {
        await using var node = new CacheNode();
        var store = new SlowStore();
        var hold = store.HoldNextLoad();

        var callers = Enumerable.Range(0, 50).Select(_ => node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled).AsTask()).ToList();
        await hold.Seen;
        hold.Release();

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("old", value));
        Assert.Equal(1, store.Loads);
    }

    [Fact]
    public async Task A_load_beyond_its_limit_fails_by_name_and_is_not_kept()
    {
        var time = new FakeTimeProvider();
        await using var node = new CacheNode(time: time, options: o => o.LoadTimeout = TimeSpan.FromSeconds(3));
        var store = new SlowStore();
        var hold = store.HoldNextLoad();
        var slow = node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled).AsTask();
        await hold.Seen;
        time.Advance(TimeSpan.FromSeconds(3));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => slow);

        Assert.Contains("'price'", error.Message);
        Assert.Contains("00:00:03", error.Message);
        Assert.Equal("old", await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
        Assert.Equal(2, store.Loads);
    }

    [Fact]
    public async Task A_load_that_ignores_its_limit_is_not_kept_either()
    {
        var time = new FakeTimeProvider();
        await using var node = new CacheNode(time: time, options: o => o.LoadTimeout = TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<TimeoutException>(() => node.Cache.GetOrLoadAsync(Key, _ =>
        {
            time.Advance(TimeSpan.FromSeconds(4));
            return new ValueTask<string>("late");
        }, Cancelled).AsTask());
    }

    [Fact]
    public async Task A_written_value_is_read_without_a_load()
    {
        await using var node = new CacheNode();
        var store = new SlowStore();
        await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled);

        await node.Cache.WriteThroughAsync(Key, "new", (value, _) => { store.Value = value; return default; }, Cancelled);

        Assert.Equal("new", await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
        Assert.Equal(1, store.Loads);
    }

    [Fact]
    public async Task A_write_that_fails_may_have_happened_and_so_forgets_what_was_cached()
    {
        await using var node = new CacheNode();
        var store = new SlowStore();
        await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled);

        await Assert.ThrowsAsync<IOException>(() => node.Cache.WriteThroughAsync(Key, "new", (value, _) =>
        {
            store.Value = value;
            throw new IOException("committed, but the answer was lost");
        }, Cancelled).AsTask());

        Assert.Equal("new", await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
    }

    [Fact]
    public async Task Other_nodes_forget_when_they_are_told_however_often()
    {
        var bus = new ManualBus();
        await using var a = new CacheNode(bus);
        await using var b = new CacheNode(bus);
        var store = new SlowStore();
        await a.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled);
        await b.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled);
        store.Value = "new";
        await a.Cache.InvalidateAsync(Key, Cancelled);

        Assert.Equal("old", await b.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled)); // nobody has told it
        bus.DeliverAll();
        Assert.Equal("new", await b.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
        bus.DeliverAll();
        Assert.Equal("new", await b.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
    }

    [Fact]
    public async Task Nodes_share_the_second_level_again_once_they_have_heard_the_same_in_whatever_order()
    {
        var (bus, shared) = (new ManualBus(), new SecondLevel());
        await using var a = new CacheNode(bus, shared);
        await using var b = new CacheNode(bus, shared);
        await a.Cache.InvalidateAsync(Key, Cancelled);
        await b.Cache.InvalidateAsync(Key, Cancelled);
        bus.Deliver(bus.Sent[1]);
        bus.Deliver(bus.Sent[0]);
        var store = new SlowStore();

        await a.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled);
        await shared.SetAsync();
        await b.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled);

        Assert.Equal(1, store.Loads);
    }

    [Fact]
    public async Task A_gap_in_the_bus_forgets_everything()
    {
        var bus = new ManualBus();
        await using var node = new CacheNode(bus);
        var store = new SlowStore();
        await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled);
        store.Value = "new";

        bus.Gap();

        Assert.Equal("new", await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
    }

    [Theory]
    [InlineData(0, 0.1, 30, "Expiry")]
    [InlineData(60, 1.5, 30, "Jitter")]
    [InlineData(60, 0.1, 7200, "LoadTimeout")]
    public void Options_out_of_range_are_refused_by_name(int expiry, double jitter, int loadTimeout, string name)
    {
        using var services = new ServiceCollection().AddVersionedCache(o =>
            (o.Expiry, o.Jitter, o.LoadTimeout) = (TimeSpan.FromSeconds(expiry), jitter, TimeSpan.FromSeconds(loadTimeout))).BuildServiceProvider();

        Assert.Contains(name, Assert.Throws<OptionsValidationException>(services.GetRequiredService<VersionedCache>).Message);
    }
}
