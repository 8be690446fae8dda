using DistPatterns.Resilience;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

/// <summary>A window of time beside one that keeps every call in a list, over schedules with jumps from a millisecond to years.</summary>
public sealed class TimeWindowProperties(ITestOutputHelper output)
{
    private const int Buckets = 10;
    private const int MostSteps = 25; // with the longest jump, some fifty years

    private static readonly Gen<TimeSpan> Jumps = Gen.OneOf(
        Gen.Elements(0, 1, 7, 99, 1_000, 10_000).Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)),
        Gen.Elements(1, 12, 24, 47).Select(hours => TimeSpan.FromHours(hours)),
        Gen.Choose(1, 400).Select(days => TimeSpan.FromDays(days)),
        Gen.Constant(TimeSpan.FromDays(730)));

    // powers of two are where a number of few bits would begin anew
    private static readonly Gen<long> Slices = Gen.OneOf(
        Gen.Elements(1L, Buckets - 1, Buckets, Buckets + 1),
        from power in Gen.Choose(8, 24) from more in Gen.Choose(-Buckets, Buckets) select (1L << power) + more);

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    [InlineData(86_400_000)]
    public void A_window_holds_what_the_list_holds_after_any_silence(int milliseconds)
    {
        var slice = TimeSpan.FromMilliseconds(milliseconds / Buckets);
        var waits = Gen.Frequency((3, Jumps), (2, Slices.Select(count => (count * slice) is var wait && wait < TimeSpan.FromDays(730) ? wait : slice)));
        var steps =
            from calls in Gen.Choose(0, 3)
            from failed in Gen.Elements(false, true)
            from slow in Gen.Elements(false, true)
            from wait in waits
            select new Step(calls, failed, slow, wait);
        SeededCheck.Run(output, Arb.From(Gen.ArrayOf(steps, MostSteps)), schedule => Agrees(schedule, slice));
    }

    private static bool Agrees(Step[] schedule, TimeSpan slice)
    {
        var time = new FakeTimeProvider();
        var window = new TimeWindow(new MillisecondClock(time), slice * Buckets, Buckets);
        List<(long Slice, bool Failed, bool Slow)> calls = [];
        var began = time.GetUtcNow();
        foreach (var step in schedule)
        {
            for (var call = 0; call < step.Calls; call++)
            {
                window.Record(step.Failed, step.Slow);
                calls.Add((Now(), step.Failed, step.Slow));
            }

            if (window.Totals() != Expected())
            {
                return false;
            }

            time.Advance(step.Wait);
            if (window.Totals() != Expected())
            {
                return false;
            }
        }

        return true;

        long Now() => (time.GetUtcNow() - began).Ticks / slice.Ticks;

        CallTotals Expected()
        {
            var recent = calls.Where(call => Now() - call.Slice < Buckets).ToList();
            return new(recent.Count, recent.Count(call => call.Failed), recent.Count(call => call.Slow));
        }
    }

    private readonly record struct Step(int Calls, bool Failed, bool Slow, TimeSpan Wait);
}
