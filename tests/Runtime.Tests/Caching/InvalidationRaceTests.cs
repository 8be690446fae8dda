using DistPatterns.Caching;

namespace DistPatterns.Runtime.Tests.Caching;

/// <summary>A load that races with an invalidation, step by step.</summary>
public sealed class InvalidationRaceTests
{
    private const string Key = "price";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_load_that_an_invalidation_overtakes_is_never_read_again()
    {
        await using var node = new CacheNode();

        Assert.Equal("new", await ReadAfterRace(store => node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled), () => node.Cache.InvalidateAsync(Key, Cancelled)));
    }

    [Fact]
    public async Task Without_generations_the_same_race_leaves_the_old_value_in_the_cache()
    {
        await using var node = new CacheNode();

        Assert.Equal("old", await ReadAfterRace(store => node.Hybrid.GetOrCreateAsync(Key, store.LoadAsync, cancellationToken: Cancelled), () => node.Hybrid.RemoveAsync(Key, Cancelled)));
    }

    [Fact]
    public async Task A_reader_that_comes_after_the_invalidation_does_not_wait_for_the_old_load()
    {
        await using var node = new CacheNode();
        var store = new SlowStore();
        var hold = store.HoldNextLoad();
        var early = node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled).AsTask();
        await hold.Seen;
        store.Value = "new";
        await node.Cache.InvalidateAsync(Key, Cancelled);

        Assert.Equal("new", await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));

        Assert.False(early.IsCompleted);
        hold.Release();
        Assert.Equal("old", await early);
    }

    [Fact]
    public async Task An_old_load_of_another_node_does_not_come_back_through_the_second_level()
    {
        var (bus, shared) = (new ManualBus(), new SecondLevel());
        await using var a = new CacheNode(bus, shared);
        await using var b = new CacheNode(bus, shared);
        _ = (a.Cache, b.Cache);
        var store = new SlowStore();
        var hold = store.HoldNextLoad();
        var early = b.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled).AsTask();
        await hold.Seen;
        store.Value = "new";
        await a.Cache.InvalidateAsync(Key, Cancelled);
        bus.DeliverAll();
        hold.Release();
        await early;
        await shared.SetAsync(); // the old value is there

        Assert.Equal("new", await a.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
        Assert.Equal("new", await b.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
    }

    [Fact]
    public async Task Of_two_racing_writes_the_cache_never_keeps_the_one_that_was_overwritten()
    {
        await using var node = new CacheNode();
        var store = new SlowStore();
        var firstCommitted = new TaskCompletionSource();
        var first = node.Cache.WriteThroughAsync(Key, "first", async (value, _) =>
        {
            store.Value = value;
            await firstCommitted.Task; // committed, and its caller has not heard of it yet
        }, Cancelled).AsTask();
        await node.Cache.WriteThroughAsync(Key, "second", (value, _) => { store.Value = value; return default; }, Cancelled);
        firstCommitted.SetResult();
        await first;

        Assert.Equal("second", await node.Cache.GetOrLoadAsync(Key, store.LoadAsync, Cancelled));
    }

    private static async Task<string> ReadAfterRace(Func<SlowStore, ValueTask<string>> read, Func<ValueTask> invalidate)
    {
        var store = new SlowStore();
        var hold = store.HoldNextLoad();
        var early = read(store).AsTask(); // has seen "old"
        await hold.Seen;
        store.Value = "new"; // committed
        await invalidate();
        hold.Release();
        Assert.Equal("old", await early); // it began before: it may
        return await read(store);
    }
}
