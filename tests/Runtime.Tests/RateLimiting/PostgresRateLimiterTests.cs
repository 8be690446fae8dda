using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using DistPatterns.RateLimiting;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace DistPatterns.Runtime.Tests.RateLimiting;

public sealed class PostgresRateLimiterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // a busy machine is not a database that is away

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_machines_together_never_exceed_the_rate_by_the_clock_of_the_database()
    {
        await using var database = await CreateAsync();
        var (granted, allowed) = await CountAsync(database, machine => "orders", TimeSpan.FromSeconds(1));
        Assert.InRange(granted, 10, allowed);
    }

    [Fact]
    public async Task Two_machines_that_do_not_share_a_key_do()
    {
        await using var database = await CreateAsync();
        var (granted, allowed) = await CountAsync(database, machine => $"orders of {machine}", TimeSpan.FromHours(1));
        Assert.True(granted > allowed, $"{granted} of {allowed}");
    }

    [Fact]
    public async Task What_is_refused_says_when_to_come_again()
    {
        await using var database = await CreateAsync();
        await using var limiter = Limiter(database.Source, "orders", tokens: 3, perHour: 6);
        Assert.True((await limiter.AcquireAsync(2, Cancel)).IsAcquired);
        Assert.False((await limiter.AcquireAsync(2, Cancel)).IsAcquired);
        Assert.True((await limiter.AcquireAsync(1, Cancel)).IsAcquired);

        using var refused = await limiter.AcquireAsync(1, Cancel);

        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var after));
        Assert.InRange(after, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10)); // one token in ten minutes
    }

    [Fact]
    public async Task Tokens_come_back_with_the_time_of_the_database()
    {
        await using var database = await CreateAsync();
        await using var limiter = Limiter(database.Source, "orders", tokens: 3, perHour: 6);
        await limiter.AcquireAsync(3, Cancel);

        await PassAsync(database, "19 minutes");
        Assert.False((await limiter.AcquireAsync(2, Cancel)).IsAcquired);
        await PassAsync(database, "2 minutes");
        Assert.True((await limiter.AcquireAsync(2, Cancel)).IsAcquired);
        await PassAsync(database, "10 hours");
        Assert.True((await limiter.AcquireAsync(3, Cancel)).IsAcquired);
        Assert.False((await limiter.AcquireAsync(1, Cancel)).IsAcquired); // the bucket holds three, however long it was quiet
    }

    [Fact]
    public async Task Asking_for_nothing_tells_whether_anything_is_left_and_takes_nothing()
    {
        await using var database = await CreateAsync();
        await using var limiter = Limiter(database.Source, "orders", tokens: 1, perHour: 1);

        Assert.True((await limiter.AcquireAsync(0, Cancel)).IsAcquired);
        Assert.True((await limiter.AcquireAsync(1, Cancel)).IsAcquired);
        Assert.False((await limiter.AcquireAsync(0, Cancel)).IsAcquired);
    }

    [Theory, InlineData(DatabaseAway.Allow, true), InlineData(DatabaseAway.Refuse, false)]
    public async Task Without_its_database_it_answers_as_it_was_told(DatabaseAway away, bool permitted)
    {
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        await using var limiter = new PostgresRateLimiter(nobody, "orders", new() { WhenAway = away, CallTimeout = Patience });

        Assert.Equal(permitted, (await limiter.AcquireAsync(1, Cancel)).IsAcquired);
    }

    [Fact]
    public async Task A_database_that_is_back_is_asked_again_after_a_while()
    {
        await using var database = await CreateAsync();
        var time = new FakeTimeProvider();
        await using var limiter = new PostgresRateLimiter(database.Source, "orders", new() { TokenLimit = 1, CallTimeout = Patience, WhenAway = DatabaseAway.Refuse }, time);
        await database.Source.QueryAsync("alter table dp_rate_limit rename to gone");
        Assert.False((await limiter.AcquireAsync(1, Cancel)).IsAcquired);
        await database.Source.QueryAsync("alter table gone rename to dp_rate_limit");

        Assert.False((await limiter.AcquireAsync(1, Cancel)).IsAcquired);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await limiter.AcquireAsync(1, Cancel)).IsAcquired);
    }

    [Fact]
    public async Task A_synchronous_attempt_never_asks_the_database()
    {
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        await using var limiter = new PostgresRateLimiter(nobody, "orders", new());

        Assert.False(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public async Task More_than_the_bucket_holds_is_an_error_of_the_caller()
    {
        await using var database = await CreateAsync();
        await using var limiter = Limiter(database.Source, "orders", tokens: 3, perHour: 6);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await limiter.AcquireAsync(4, Cancel));
    }

    [Fact]
    public async Task Pruning_removes_full_buckets_only()
    {
        await using var database = await CreateAsync();
        await using var limiter = Limiter(database.Source, "a", tokens: 3, perHour: 6);
        await using var other = Limiter(database.Source, "b", tokens: 3, perHour: 6);
        await limiter.AcquireAsync(1, Cancel);
        await PassAsync(database, "1 hour");
        await other.AcquireAsync(1, Cancel);

        Assert.Equal(1, await PostgresRateLimiter.PruneAsync(database.Source, Cancel));
    }

    [Fact]
    public async Task An_option_out_of_range_is_named_with_its_value_and_range()
    {
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        var error = Assert.Throws<ValidationException>(() => new PostgresRateLimiter(nobody, "orders", new() { TokenLimit = 0 }));
        Assert.Equal("TokenLimit is 0: it must be between 1 and 1000000.", error.Message);
    }

    /// <summary>Asks a hundred times from two machines, each with two callers; what was granted, and what may have been: ten, and forty a period.</summary>
    private static async Task<(int Granted, int Allowed)> CountAsync(PostgresDatabase database, Func<int, string> key, TimeSpan period)
    {
        var options = new PostgresRateLimiterOptions { TokenLimit = 10, TokensPerPeriod = 40, ReplenishmentPeriod = period, CallTimeout = Patience, WhenAway = DatabaseAway.Refuse };
        NpgsqlDataSource[] machines = [database.AnotherMachine(), database.AnotherMachine()];
        var start = await NowAsync(database);
        var granted = await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            await using var limiter = new PostgresRateLimiter(machines[caller % 2], key(caller % 2), options);
            var count = 0;
            for (var i = 0; i < 25; i++)
            {
                count += (await limiter.AcquireAsync(1, Cancel)).IsAcquired ? 1 : 0;
            }

            return count;
        })));
        var elapsed = await NowAsync(database) - start;
        await Task.WhenAll(machines.Select(m => m.DisposeAsync().AsTask()));
        return (granted.Sum(), 10 + (int)(elapsed / period * 40));
    }

    private static async Task<PostgresDatabase> CreateAsync()
    {
        var database = await PostgresDatabase.CreateAsync();
        await PostgresRateLimiter.Schema.CreateAsync(database.Source, Cancel);
        return database;
    }

    private static PostgresRateLimiter Limiter(NpgsqlDataSource source, string key, int tokens, int perHour) =>
        new(source, key, new() { TokenLimit = tokens, TokensPerPeriod = perHour, ReplenishmentPeriod = TimeSpan.FromHours(1), CallTimeout = Patience, WhenAway = DatabaseAway.Refuse });

    private static async Task<DateTime> NowAsync(PostgresDatabase database) => (DateTime)(await database.Source.QueryAsync("select clock_timestamp()"))!;

    /// <summary>Lets time pass for the buckets.</summary>
    private static Task PassAsync(PostgresDatabase database, string time) => database.Source.QueryAsync($"update dp_rate_limit set due = due - interval '{time}'");
}
