using DistPatterns.Resilience;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class RollingQuantileTests(ITestOutputHelper output)
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void It_is_never_below_the_true_quantile_and_hardly_above_it() => SeededCheck.Run(
        output,
        Arb.From(Gen.ArrayOf(Gen.Choose(1, 60_000_000), 200)),
        latencies =>
        {
            var quantile = Create();
            foreach (var latency in latencies)
            {
                quantile.Record(TimeSpan.FromMicroseconds(latency));
            }

            var exact = latencies.Order().ElementAt((int)Math.Ceiling(0.95 * latencies.Length) - 1);
            var estimate = quantile.Value!.Value.TotalMicroseconds;
            return estimate > exact && estimate <= (exact * 1.0667) + 1;
        },
        runs: 100);

    [Fact]
    public void There_is_none_from_too_few_samples()
    {
        var quantile = Create();
        quantile.Record(TimeSpan.FromSeconds(1));
        Assert.Null(quantile.Value);
    }

    [Fact]
    public void What_is_older_than_two_windows_is_forgotten()
    {
        var quantile = Create();
        Record(quantile, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(30));
        Record(quantile, TimeSpan.FromMilliseconds(1));
        Assert.InRange(quantile.Value!.Value.TotalSeconds, 1, 1.1);
        time.Advance(TimeSpan.FromSeconds(30));
        Record(quantile, TimeSpan.FromMilliseconds(1));
        Assert.InRange(quantile.Value!.Value.TotalMilliseconds, 1, 1.1);
    }

    private RollingQuantile Create() => new(0.95, TimeSpan.FromSeconds(30), minSamples: 10, time);

    private static void Record(RollingQuantile quantile, TimeSpan latency)
    {
        for (var sample = 0; sample < 10; sample++)
        {
            quantile.Record(latency);
        }
    }
}
