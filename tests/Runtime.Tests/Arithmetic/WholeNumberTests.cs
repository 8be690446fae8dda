using DistPatterns.Arithmetic;
using DistPatterns.Discovery;
using DistPatterns.Resilience;
using DistPatterns.Runtime.Tests.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Arithmetic;

/// <summary>What is cut to whole numbers, against decimal arithmetic.</summary>
public sealed class WholeNumberTests
{
    private const int Most = 1_000;

    [Fact]
    public void A_count_times_a_ratio_of_two_decimals_is_cut_as_in_decimals() => ForAll((count, ratio, exact) =>
    {
        Assert.Equal(decimal.Floor(exact), WholeNumber.Floor(count * ratio));
        Assert.Equal(decimal.Ceiling(exact), WholeNumber.Ceiling(count * ratio));
    });

    [Fact]
    public void A_count_times_a_fraction_is_cut_as_in_integers()
    {
        for (var below = 1; below <= 100; below++)
        {
            for (var above = 0; above <= below; above++)
            {
                for (var count = 0; count <= Most; count += 7)
                {
                    Assert.Equal(count * above / below, WholeNumber.Floor(count * ((double)above / below)));
                    Assert.Equal(((count * above) + below - 1) / below, WholeNumber.Ceiling(count * ((double)above / below)));
                }
            }
        }
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.001)]
    public void What_is_really_between_two_whole_numbers_stays_between_them(double part)
    {
        foreach (var whole in (long[])[0, 1, 100, 1_000_000])
        {
            Assert.Equal((whole, whole + 1), (WholeNumber.Floor(whole + part), WholeNumber.Ceiling(whole + part)));
            Assert.Equal((whole, whole + 1), (WholeNumber.Floor(whole + 1 - part), WholeNumber.Ceiling(whole + 1 - part)));
        }
    }

    [Fact]
    public void As_many_probes_may_fail_as_their_ratio_says() => ForAll((probes, ratio, exact) =>
        Assert.Equal(decimal.Floor(exact), (CircuitRun.Settings with { Probes = probes, ProbeFailureRatio = ratio }).AllowedProbeFailures));

    [Fact]
    public void As_many_endpoints_may_be_out_as_their_share_says() => ForAll((endpoints, share, exact) =>
        Assert.Equal(
            share == 0 || endpoints < 2 ? 0 : Math.Max(1, decimal.Floor(exact)),
            new LoadBalancingOptions { MaxEjectedShare = share }.MaxEjected(endpoints)));

    [Fact]
    public void As_many_retries_are_granted_as_calls_have_paid_for()
    {
        foreach (var percent in Enumerable.Range(0, 101))
        {
            var budget = new RetryBudget(new RetryBudgetOptions { Ratio = percent / 100.0, MinPerSecond = 0 }, new FakeTimeProvider());
            var granted = 0;
            for (var calls = 1; calls <= 200; calls++)
            {
                budget.Deposit();
                while (budget.TryWithdraw())
                {
                    granted++;
                }

                Assert.Equal(calls * percent / 100, granted);
            }
        }
    }

    [Fact]
    public void A_quantile_is_that_of_the_sample_at_its_rank()
    {
        foreach (var percent in Enumerable.Range(50, 50))
        {
            var quantile = new RollingQuantile(percent / 100.0, TimeSpan.FromSeconds(30), minSamples: 100, new FakeTimeProvider());
            for (var sample = 1; sample <= 100; sample++)
            {
                quantile.Record(TimeSpan.FromMicroseconds(sample <= percent ? 1 : 10));
            }

            Assert.Equal(2, quantile.Value!.Value.TotalMicroseconds);
        }
    }

    private static void ForAll(Action<int, double, decimal> check)
    {
        for (var count = 1; count <= Most; count++)
        {
            for (var percent = 0; percent < 100; percent++)
            {
                check(count, percent / 100.0, count * percent / 100m);
            }
        }
    }
}
