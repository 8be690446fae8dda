using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class RateLimitIgnoredTests
{
    private static readonly RuleTest Rule = RuleTest.Of<RateLimitIgnored>();

    [Fact]
    public Task A_lease_that_nothing_asks_is_reported_and_asked_by_the_fix() => Rule.Fixes(
        """
        using System.Threading.RateLimiting;

        class Calls(RateLimiter limiter)
        {
            async Task Send()
            {
                using var lease = await [|limiter.AcquireAsync(1)|];
                Work();
            }

            void SendAll(string[] names)
            {
                foreach (var name in names)
                {
                    using (var lease = [|limiter.AttemptAcquire()|])
                    {
                        Work();
                    }
                }
            }

            void Work() { }
        }
        """,
        """
        using System.Threading.RateLimiting;

        class Calls(RateLimiter limiter)
        {
            async Task Send()
            {
                using var lease = await limiter.AcquireAsync(1);
                if (!lease.IsAcquired)
                {
                    return;
                }

                Work();
            }

            void SendAll(string[] names)
            {
                foreach (var name in names)
                {
                    using (var lease = limiter.AttemptAcquire())
                    {
                        if (!lease.IsAcquired)
                        {
                            continue;
                        }

                        Work();
                    }
                }
            }

            void Work() { }
        }
        """, "DP1018.Leave");

    [Fact]
    public Task A_lease_that_is_dropped_is_reported_where_a_wrapper_returns_it() => Rule.Reports("""
        using System.Threading.RateLimiting;

        class Calls(PartitionedRateLimiter<string> limiter)
        {
            async Task Send()
            {
                await [|EnterAsync("a")|];
                [|limiter.AttemptAcquire("b")|];
                Console.WriteLine("sent");
            }

            ValueTask<RateLimitLease> EnterAsync(string name) => limiter.AcquireAsync(name);
        }
        """);

    [Fact]
    public Task A_lease_that_is_asked_or_handed_on_is_fine() => Rule.StaysSilent("""
        using System.Threading.RateLimiting;

        class Calls(RateLimiter limiter)
        {
            async Task<RateLimitLease> Send(Action<RateLimitLease> then)
            {
                using var lease = await limiter.AcquireAsync(1);
                if (!lease.IsAcquired)
                    throw new InvalidOperationException(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? $"Wait {wait}" : "");
                then(limiter.AttemptAcquire());
                while (limiter.AttemptAcquire() is { IsAcquired: false })
                    await Task.Delay(100);
                return await limiter.AcquireAsync(1);
            }

            void Follow(int remaining, int available)
            {
                if (remaining < available)
                    limiter.AttemptAcquire(available - remaining);
            }

            // what the call has cost is known afterwards
            void Charge(int tokens)
            {
                using var _ = limiter.AttemptAcquire(tokens);
            }
        }
        """);
}
