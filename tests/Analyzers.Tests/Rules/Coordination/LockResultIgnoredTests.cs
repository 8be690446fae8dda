using DistPatterns.Rules.Coordination;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Coordination;

public sealed class LockResultIgnoredTests
{
    private static readonly RuleTest Rule = RuleTest.Of<LockResultIgnored>();

    [Fact]
    public Task A_dropped_result_is_reported_and_tested_by_the_fix() => Rule.Fixes(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task Run()
            {
                // one run at a time
                await [|redis.LockTakeAsync("job", "me", TimeSpan.FromSeconds(5))|];
                Work();
            }

            void RunAll(string[] names)
            {
                foreach (var name in names)
                {
                    _ = [|redis.LockTake(name, "me", TimeSpan.FromSeconds(5))|];
                    Work();
                }
            }

            void Work() { }
        }
        """,
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task Run()
            {
                // one run at a time
                if (!await redis.LockTakeAsync("job", "me", TimeSpan.FromSeconds(5)))
                {
                    return;
                }
                Work();
            }

            void RunAll(string[] names)
            {
                foreach (var name in names)
                {
                    if (!redis.LockTake(name, "me", TimeSpan.FromSeconds(5)))
                    {
                        continue;
                    }
                    Work();
                }
            }

            void Work() { }
        }
        """, "DP6003.Leave");

    [Fact]
    public Task A_method_that_returns_something_throws_instead() => Rule.Fixes(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task<int> Run()
            {
                var taken = await [|redis.LockTakeAsync("job", "me", TimeSpan.FromSeconds(5))|];
                return 1;
            }
        }
        """,
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task<int> Run()
            {
                var taken = await redis.LockTakeAsync("job", "me", TimeSpan.FromSeconds(5));
                if (!taken)
                {
                    throw new System.InvalidOperationException("The lock is held by another process.");
                }

                return 1;
            }
        }
        """);

    [Fact]
    public Task A_result_that_anything_reads_is_fine() => Rule.StaysSilent("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            bool _leader;

            async Task<bool> Run(Func<bool, Task> then)
            {
                if (!await redis.LockTakeAsync("a", "me", TimeSpan.FromSeconds(5)))
                    return false;
                var taken = await redis.LockTakeAsync("b", "me", TimeSpan.FromSeconds(5)).ConfigureAwait(false);
                Console.WriteLine(taken);
                _leader = redis.LockTake("c", "me", TimeSpan.FromSeconds(5));
                await then(redis.LockTake("d", "me", TimeSpan.FromSeconds(5)));
                while (!redis.LockTake("e", "me", TimeSpan.FromSeconds(5)))
                    await Task.Delay(100);
                var task = redis.LockTakeAsync("f", "me", TimeSpan.FromSeconds(5));
                await Task.WhenAll(task);
                return await redis.LockTakeAsync("g", "me", TimeSpan.FromSeconds(5));
            }
        }
        """);

    [Fact]
    public Task A_set_if_absent_is_a_lock_where_a_name_says_so() => Rule.Reports("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task Seed() => await redis.StringSetAsync("counter", 0, null, When.NotExists);
            async Task Guard() => await [|redis.StringSetAsync("lock:job", "me", TimeSpan.FromSeconds(5), When.NotExists)|];
            async Task TakeLock(string key) => await [|redis.StringSetAsync(key, "me", TimeSpan.FromSeconds(5), When.NotExists)|];
        }
        """,
        "'StringSetAsync' says by its result whether the lock was taken, and nothing tests it: when another process holds the lock, the code below runs all the same",
        "'StringSetAsync' says by its result whether the lock was taken, and nothing tests it: when another process holds the lock, the code below runs all the same");

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            void Other() { }
            void Run() => [|redis.LockTake("job", "me", TimeSpan.FromSeconds(5))|];
        }
        """);
}
