using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class RetryBudgetTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>What happens at a moment: so many calls, so many retries asked for, then a wait.</summary>
    private static Arbitrary<(int Calls, int Retries, int Wait)[]> Schedules { get; } = Arb.From(Gen.ArrayOf(
        from calls in Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Choose(0, 40)))
        from retries in Gen.Choose(0, 20)
        from wait in Gen.Elements(0, 1, 99, 500, 1_000, 3_333, 9_999, 10_000, 25_000)
        select (calls, retries, wait),
        80));

    [Fact]
    public void No_window_has_more_retries_than_its_calls_pay_for() =>
        SeededCheck.Run(output, Schedules, schedule => Keeps(schedule, minPerSecond: 0.5));

    [Fact]
    public void A_budget_with_more_in_reserve_than_it_says_is_found() =>
        Assert.ThrowsAny<Exception>(() => SeededCheck.Run(output, Schedules, schedule => Keeps(schedule, minPerSecond: 0.7)));

    [Fact]
    public void Two_in_ten_calls_may_be_retried_and_a_reserve_besides()
    {
        var budget = new RetryBudget(new RetryBudgetOptions { MinPerSecond = 1 }, new FakeTimeProvider());
        for (var call = 0; call < 50; call++)
        {
            budget.Deposit();
        }

        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => budget.TryWithdraw()));
    }

    [Fact]
    public void Of_two_threads_that_ask_for_the_last_retry_one_gets_it()
    {
        var clock = new MeetingClock();
        var budget = new RetryBudget(new RetryBudgetOptions { MinPerSecond = 0.1 }, clock);

        // The balance reads the clock twice; at the third reading a retry that was granted is counted.
        Assert.Equal(1, clock.LetThrough(reading: 3, budget.TryWithdraw));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var error = Assert.Throws<ValidationException>(() => new RetryBudget(new RetryBudgetOptions { Ratio = 1.5 }));
        Assert.Contains(nameof(RetryBudgetOptions.Ratio), error.Message, StringComparison.Ordinal);
    }

    private static bool Keeps((int Calls, int Retries, int Wait)[] schedule, double minPerSecond)
    {
        const double Promised = 0.5;
        var time = new FakeTimeProvider();
        var budget = new RetryBudget(new RetryBudgetOptions { MinPerSecond = minPerSecond }, time);
        var calls = new List<DateTimeOffset>();
        var retries = new List<DateTimeOffset>();
        foreach (var (count, asked, wait) in schedule)
        {
            var now = time.GetUtcNow();
            for (var call = 0; call < count; call++)
            {
                budget.Deposit();
                calls.Add(now);
            }

            for (var retry = 0; retry < asked; retry++)
            {
                if (budget.TryWithdraw())
                {
                    retries.Add(now);
                }
            }

            var paid = (0.2 * calls.Count(at => now - at < Window)) + (Promised * Window.TotalSeconds);
            if (retries.Count(at => at == now) > 0 && retries.Count(at => now - at < Window) > paid + 1e-9)
            {
                return false;
            }

            time.Advance(TimeSpan.FromMilliseconds(wait));
        }

        return true;
    }
}
