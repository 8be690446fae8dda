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
    public Task A_handle_that_is_only_disposed_is_reported_and_tested_by_the_fix() => Rule.Fixes(
        """
        using Medallion.Threading;
        using RedLockNet;

        class Jobs(IDistributedLockProvider locks, IDistributedLockFactory factory)
        {
            async Task Declared()
            {
                await using var handle = await [|locks.TryAcquireLockAsync("job")|];
                Work();
            }

            async Task Nested()
            {
                await using (var handle = await [|locks.TryAcquireLockAsync("job")|])
                {
                    Work();
                }
            }

            async Task ReleasedByHand()
            {
                var handle = await [|locks.TryAcquireLockAsync("job")|];
                try { Work(); } finally { handle?.Dispose(); }
            }

            void Red()
            {
                using var handle = [|factory.CreateLock("job", TimeSpan.FromSeconds(30))|];
                Work();
            }

            void Work() { }
        }
        """,
        """
        using Medallion.Threading;
        using RedLockNet;

        class Jobs(IDistributedLockProvider locks, IDistributedLockFactory factory)
        {
            async Task Declared()
            {
                await using var handle = await locks.TryAcquireLockAsync("job");
                if (handle is null)
                {
                    return;
                }

                Work();
            }

            async Task Nested()
            {
                await using (var handle = await locks.TryAcquireLockAsync("job"))
                {
                    if (handle is null)
                    {
                        return;
                    }

                    Work();
                }
            }

            async Task ReleasedByHand()
            {
                var handle = await locks.TryAcquireLockAsync("job");
                if (handle is null)
                {
                    return;
                }

                try { Work(); } finally { handle?.Dispose(); }
            }

            void Red()
            {
                using var handle = factory.CreateLock("job", TimeSpan.FromSeconds(30));
                if (!handle.IsAcquired)
                {
                    return;
                }

                Work();
            }

            void Work() { }
        }
        """);

    [Fact]
    public Task A_handle_that_is_tested_or_handed_on_is_fine() => Rule.StaysSilent("""
        using Medallion.Threading;
        using RedLockNet;

        class Jobs(IDistributedLockProvider locks, IDistributedLockFactory factory)
        {
            async Task<IAsyncDisposable> Many(Action<object> use)
            {
                await using var a = await locks.TryAcquireLockAsync("a");
                if (a == null)
                    return null;
                IDistributedSynchronizationHandle b;
                b = await locks.TryAcquireLockAsync("b");
                await using (b)
                {
                    if (b is null)
                        return null;
                }

                using var c = factory.CreateLock("c", TimeSpan.FromSeconds(30));
                if (!c.IsAcquired)
                    return null;
                use(await locks.TryAcquireLockAsync("d"));
                await using var e = await locks.TryAcquireLockAsync("e") ?? throw new TimeoutException();
                await using var f = await locks.AcquireLockAsync("f");
                return await locks.TryAcquireLockAsync("g");
            }
        }
        """);

    [Fact]
    public Task A_test_project_may_drop_it() => Rule.With(".globalconfig", "is_global = true\nbuild_property.IsTestProject = true\n").StaysSilent("""
        using StackExchange.Redis;
        class Jobs(IDatabase redis) { void Run() => redis.LockTake("job", "me", TimeSpan.FromSeconds(5)); }
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
        "'StringSetAsync' can fail to get the lock and says so only by its result, which nothing tests: the code below runs beside the process that holds the lock. Test the result.",
        "'StringSetAsync' can fail to get the lock and says so only by its result, which nothing tests: the code below runs beside the process that holds the lock. Test the result.");

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            void Other() { }
            void Run() => [|redis.LockTake("job", "me", TimeSpan.FromSeconds(5))|];
        }
        """);

    [Fact]
    public Task A_wrapper_leads_to_its_callers_and_a_lock_that_is_not_prolonged_is_lost() => Rule.Reports("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task Run()
            {
                await [|Take()|];
                await [|redis.LockExtendAsync("job", "me", TimeSpan.FromSeconds(5))|];
            }

            async Task<bool> Take() => await redis.LockTakeAsync("job", "me", TimeSpan.FromSeconds(5));
        }
        """);

    [Fact]
    public Task A_lease_of_the_runtime_that_another_may_hold_is_reported_where_it_is_dropped() => Rule.WithRuntime().Reports(
        """
        using DistPatterns.Coordination;

        class Jobs(LeaseClient leases)
        {
            async Task Run(CancellationToken cancellationToken)
            {
                await [|leases.TryAcquireAsync("job", cancellationToken)|];
                await using var waited = await leases.AcquireAsync("job", cancellationToken);
            }

            async Task<bool> RunOnce(CancellationToken cancellationToken)
            {
                await using var lease = await leases.TryAcquireAsync("job", cancellationToken);
                return lease is not null;
            }
        }
        """);
}
