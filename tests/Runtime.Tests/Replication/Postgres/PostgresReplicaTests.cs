using DistPatterns.Replication;
using DistPatterns.Runtime.Tests.Databases;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class PostgresReplicaTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newer_version_replaces_an_older_one_and_never_the_other_way()
    {
        await using var database = await CreateAsync();
        var replica = new PostgresReplica<string, int>("a", database.Source, "prices");
        var (low, high) = (Guid.Parse("00000000-0000-0000-0000-0000000000ff"), Guid.Parse("ff000000-0000-0000-0000-000000000000"));

        Assert.Null(await replica.ReadAsync("x", Cancel));
        Assert.Equal(new(2, low), await replica.WriteAsync(new("x", new(2, low), 20), Cancel));
        Assert.Equal(new(2, high), await replica.WriteAsync(new("x", new(2, high), 21), Cancel));
        Assert.Equal(new(2, high), await replica.WriteAsync(new("x", new(2, low), 20), Cancel));
        Assert.Equal(new(2, high), await replica.WriteAsync(new("x", new(1, high), 10), Cancel));
        Assert.Equal(new ReplicaEntry<string, int>("x", new(2, high), 21), await replica.ReadAsync("x", Cancel));
    }

    [Fact]
    public async Task Versions_order_in_the_database_as_they_do_here()
    {
        await using var database = await CreateAsync();
        var random = new Random(1);
        WriteVersion[] versions = [.. Enumerable.Range(0, 60).Select(_ => new WriteVersion(random.Next(3), RandomGuid(random)))];
        var replica = new PostgresReplica<string, int>("a", database.Source, "prices");
        foreach (var version in versions)
        {
            await replica.WriteAsync(new("x", version, 0), Cancel);
        }

        Assert.Equal(versions.Max(), (await replica.ReadAsync("x", Cancel))!.Version);
    }

    [Fact]
    public async Task Uses_of_one_table_do_not_see_each_other()
    {
        await using var database = await CreateAsync();
        await new PostgresReplica<string, int>("a", database.Source, "prices").WriteAsync(new("x", new(1, default), 1), Cancel);

        Assert.Null(await new PostgresReplica<string, int>("a", database.Source, "stock").ReadAsync("x", Cancel));
    }

    [Fact]
    public async Task With_a_resolver_no_write_of_many_at_once_is_lost()
    {
        await using var database = await CreateAsync();
        var replica = new PostgresReplica<string, int[]>("a", database.Source, "carts", new Union());
        await Task.WhenAll(Enumerable.Range(1, 40).Select(i => replica.WriteAsync(new("cart", new(i, default), [i]), Cancel).AsTask()));

        Assert.Equal(Enumerable.Range(1, 40), (await replica.ReadAsync("cart", Cancel))!.Value);
        Assert.Equal(40, (await replica.ReadAsync("cart", Cancel))!.Version.Number);
    }

    [Fact]
    public async Task A_quorum_of_databases_goes_on_without_one_of_them()
    {
        await using var one = await CreateAsync();
        await using var two = await CreateAsync();
        await using var away = await PostgresDatabase.CreateAsync(); // has no table: each of its answers is an error
        using var client = new QuorumClient<string, string>([Replica(one), Replica(two), Replica(away)], new(3, 2, 2) { ReplicaTimeout = TimeSpan.FromSeconds(30) });
        await client.WriteAsync("greeting", "hello", Cancel);
        await client.WriteAsync("greeting", "hello again", Cancel);

        Assert.Equal("hello again", (await client.ReadAsync("greeting", Cancel))!.Value);

        static PostgresReplica<string, string> Replica(PostgresDatabase database) => new("r", database.Source, "greetings");
    }

    private static async Task<PostgresDatabase> CreateAsync()
    {
        var database = await PostgresDatabase.CreateAsync();
        await PostgresReplicaSchema.Schema.CreateAsync(database.Source, Cancel);
        return database;
    }

    private static Guid RandomGuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    private sealed class Union : IConflictResolver<int[]>
    {
        public int[] Resolve(int[] left, int[] right) => [.. left.Union(right).Order()];
    }
}
