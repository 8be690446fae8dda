using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class BucketSharingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);
    private readonly Guid _first = Guid.NewGuid(), _second = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task The_first_holds_all_and_gives_the_second_its_half(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        var all = await database.Queue.HoldAsync(_first, Long, [], Cancel);
        Assert.Equal((16, 16), (all.Fair, all.Leases.Count));

        Assert.Empty((await database.Queue.HoldAsync(_second, Long, [], Cancel)).Leases);

        var more = await database.Queue.HoldAsync(_first, Long, [], Cancel);
        Assert.Equal((8, 16), (more.Fair, more.Leases.Count));
        Assert.Equal(all.Leases.Order(Order), more.Leases.Order(Order)); // renewed under the same epochs
        var half = await database.Queue.HoldAsync(_first, Long, [8, 9, 10, 11, 12, 13, 14, 15], Cancel);
        Assert.Equal(Enumerable.Range(0, 8), half.Leases.Select(l => l.Bucket).Order());
        var other = await database.Queue.HoldAsync(_second, Long, [], Cancel);
        Assert.Equal(Enumerable.Range(8, 8), other.Leases.Select(l => l.Bucket).Order());
        Assert.All(other.Leases, l => Assert.Equal(2, l.Epoch));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_one_that_died_held_is_taken_when_it_has_expired(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.Queue.HoldAsync(_first, Short, [], Cancel);
        while ((await database.Queue.HoldAsync(_second, Long, [], Cancel)).Leases.Count < 16)
        {
        }

        Assert.Empty((await database.Queue.HoldAsync(_first, Long, [], Cancel)).Leases);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_one_has_left_is_there_at_once(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.Queue.HoldAsync(_first, Long, [], Cancel);
        await database.Queue.LeaveAsync(_first, Cancel);
        var share = await database.Queue.HoldAsync(_second, Long, [], Cancel);
        Assert.Equal((16, 16), (share.Fair, share.Leases.Count));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Of_many_that_ask_at_once_no_two_hold_one_bucket(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        var owners = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
        for (var round = 0; round < 4; round++)
        {
            var shares = await Task.WhenAll(owners.Select(o => Task.Run(() => database.Queue.HoldAsync(o, Long, [], Cancel).AsTask())));
            var held = shares.SelectMany(s => s.Leases).Select(l => l.Bucket).ToArray();
            Assert.Equal(held.Distinct().Count(), held.Length);
        }

        Assert.Equal(16L, await database.CountAsync("dp_outbox_lease where owner is not null"));
    }

    private static readonly Comparer<BucketLease> Order = Comparer<BucketLease>.Create((a, b) => a.Bucket.CompareTo(b.Bucket));
}
