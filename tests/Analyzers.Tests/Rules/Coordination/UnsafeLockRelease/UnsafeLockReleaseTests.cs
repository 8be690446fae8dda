using DistPatterns.Rules.Coordination;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Coordination;

public sealed class UnsafeLockReleaseTests
{
    private static readonly RuleTest Rule = RuleTest.Of<UnsafeLockRelease>();

    [Fact]
    public Task A_plain_delete_is_reported_and_compares_after_the_fix() => Rule.Fixes(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task Run(string job)
            {
                var key = $"lock:{job}";
                var token = Guid.NewGuid().ToString();
                if (!await redis.StringSetAsync(key, token, TimeSpan.FromSeconds(30), When.NotExists))
                    return;
                try { Work(); }
                finally { await redis.[|KeyDeleteAsync|](key); }
            }

            void Work() { }
        }
        """,
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task Run(string job)
            {
                var key = $"lock:{job}";
                var token = Guid.NewGuid().ToString();
                if (!await redis.StringSetAsync(key, token, TimeSpan.FromSeconds(30), When.NotExists))
                    return;
                try { Work(); }
                finally { await redis.LockReleaseAsync(key, token); }
            }

            void Work() { }
        }
        """);

    [Fact]
    public Task A_release_or_a_renewal_in_another_method_is_tied_by_the_key() => Rule.Reports("""
        using StackExchange.Redis;

        class RedisLock(IDatabase redis)
        {
            const string Prefix = "lock";
            readonly string _holder = Guid.NewGuid().ToString();

            public Task<bool> Take(string name) => redis.LockTakeAsync(Prefix + ":" + name, _holder, TimeSpan.FromSeconds(30));
            public Task Keep(string name) => redis.[|KeyExpireAsync|]($"lock:{name}", TimeSpan.FromSeconds(30));
            public void Release(string name) => redis.[|KeyDelete|]($"{Prefix}:{name}");
            public Task Forget(string name) => redis.KeyDeleteAsync($"cache:{name}");
        }
        """,
        "'KeyExpireAsync' prolongs the key whoever holds it: when the lock has expired meanwhile, it is another process that loses it. Prolong it by a call that compares the value, as 'LockExtend' does.",
        "'KeyDelete' deletes the key whoever holds it: when the lock has expired meanwhile, it is another process that loses it. Release it by a call that compares the value, as 'LockRelease' does.");

    [Fact]
    public Task A_value_that_every_holder_stores_is_reported() => Rule.Reports("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            static readonly RedisValue Me = Environment.MachineName;

            void Run(string job)
            {
                if (redis.[|LockTake|](job, "taken", TimeSpan.FromSeconds(30)))
                    redis.LockRelease(job, "taken");
            }

            void Clean(string job)
            {
                if (redis.[|LockTake|]("clean:" + job, Me, TimeSpan.FromSeconds(30)))
                    redis.LockRelease("clean:" + job, Me);
            }
        }
        """);

    [Fact]
    public Task A_comparison_and_a_deletion_in_two_steps_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            async Task Run(string job)
            {
                var token = Guid.NewGuid().ToString();
                if (!await redis.StringSetAsync("lock:" + job, token, TimeSpan.FromSeconds(30), When.NotExists))
                    return;
                var held = await redis.StringGetAsync("lock:" + job);
                if (held == token)
                    await redis.[|KeyDeleteAsync|]("lock:" + job);
            }
        }
        """);

    [Fact]
    public Task What_compares_and_what_is_no_lock_is_fine() => Rule.StaysSilent("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            const string Script = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end";

            async Task Compared(string job)
            {
                var token = Guid.NewGuid().ToString();
                if (await redis.LockTakeAsync(job, token, TimeSpan.FromSeconds(30)))
                    await redis.LockReleaseAsync(job, token);
            }

            async Task Scripted(string job)
            {
                RedisKey key = "lock:" + job;
                RedisValue token = Guid.NewGuid().ToString();
                if (await redis.StringSetAsync(key, token, TimeSpan.FromSeconds(30), When.NotExists))
                    await redis.ScriptEvaluateAsync(Script, [key], [token]);
            }

            async Task Conditioned(string job)
            {
                var (key, token) = ("lock:" + job, Guid.NewGuid().ToString());
                if (!await redis.StringSetAsync(key, token, TimeSpan.FromSeconds(30), When.NotExists))
                    return;
                var release = redis.CreateTransaction();
                release.AddCondition(Condition.StringEqual(key, token));
                _ = release.KeyDeleteAsync(key);
                await release.ExecuteAsync();
            }

            // a throttle: given back by time alone
            Task<bool> OncePerHour() => redis.LockTakeAsync("hourly", "done", TimeSpan.FromHours(1));
        }

        class Inbox(IDatabase redis)
        {
            async Task Handle(string id, Func<Task> handle)
            {
                if (!await redis.StringSetAsync("seen:" + id, "1", TimeSpan.FromDays(1), When.NotExists))
                    return;
                try { await handle(); }
                catch { await redis.KeyDeleteAsync("seen:" + id); throw; }
            }
        }
        """);
}
