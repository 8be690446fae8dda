using System.Diagnostics;
using System.Globalization;

namespace DistPatterns.Benchmarks;

/// <summary>
/// <c>range</c>: breaker and bulkhead on two threads beside Polly's, in rounds that alternate the two, on the machine as it is and beside processes that keep
/// its processors busy. What a lock costs depends on who else runs, so one figure says little: the range over the rounds is printed.
/// </summary>
internal static class StrategyRange
{
    private const int Rounds = 60, Threads = 2;

    public static void Run()
    {
        Console.WriteLine("| on two threads | neighbours | DistPatterns, ns | Polly, ns | ratio, median | ratio, 10 % to 90 % | ratio, least to most |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var neighbours in new[] { 0, 1, Environment.ProcessorCount })
        {
            Measure("circuit breaker, closed", new BreakerBenchmarks(), neighbours);
            Measure("bulkhead / concurrency limiter", new BulkheadBenchmarks(), neighbours);
        }
    }

    private static void Measure(string name, StrategyBenchmarks strategy, int neighbours)
    {
        strategy.Threads = Threads;
        strategy.Setup();
        var busy = Enumerable.Range(0, neighbours).Select(_ => Process.Start("bash", ["-c", "while :; do :; done"])).ToArray();
        try
        {
            var rounds = Enumerable.Range(0, Rounds + 5).Select(_ => (Ours: Nanoseconds(strategy.DistPatterns), Pollys: Nanoseconds(strategy.Polly))).Skip(5).ToArray(); // compiled by then
            var ratios = rounds.Select(r => r.Ours / r.Pollys).Order().ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {neighbours} | {Between(rounds.Select(r => r.Ours))} | {Between(rounds.Select(r => r.Pollys))} | {At(ratios, 0.5):0.00} | {At(ratios, 0.1):0.00} to {At(ratios, 0.9):0.00} | {ratios[0]:0.00} to {ratios[^1]:0.00} |"));
        }
        finally
        {
            foreach (var process in busy)
            {
                process.Kill();
                process.Dispose();
            }

            strategy.Cleanup();
        }
    }

    private static double Nanoseconds(Action run)
    {
        var began = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / ConcurrentCalls.Count;
    }

    private static string Between(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{At(sorted, 0.1):0} to {At(sorted, 0.9):0}");
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
