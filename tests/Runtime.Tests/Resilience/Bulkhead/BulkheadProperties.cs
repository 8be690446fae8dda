using DistPatterns.Resilience;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class BulkheadProperties(ITestOutputHelper output)
{
    private const int QueueLimit = 4;

    private enum Step
    {
        Enter,
        Exit,
        Cancel,
        Wait,
        Limit,
    }

    private static Arbitrary<(Step, int)[]> Schedules { get; } = Arb.From(Gen.ArrayOf(
        from step in Gen.Frequency(
            (6, Gen.Constant(Step.Enter)),
            (4, Gen.Constant(Step.Exit)),
            (2, Gen.Constant(Step.Cancel)),
            (2, Gen.Constant(Step.Wait)),
            (1, Gen.Constant(Step.Limit)))
        from argument in Gen.Choose(0, 1_000)
        select (step, argument),
        150));

    [Fact]
    public void Never_above_the_limit_and_no_permit_is_lost_on_any_schedule() =>
        SeededCheck.Run(output, Schedules, schedule => new Run(leavesQueue: true).Holds(schedule));

    [Fact]
    public void Callers_that_go_without_leaving_the_queue_are_found() =>
        Assert.ThrowsAny<Exception>(() => SeededCheck.Run(output, Schedules, schedule => new Run(leavesQueue: false).Holds(schedule)));

    /// <summary>Threads, cancellations and moving limits at once; then every permit must be there again.</summary>
    [Fact]
    public async Task Under_many_threads_and_cancellations_no_permit_is_lost()
    {
        const int Limit = 3;
        using var bulkhead = new Bulkhead(Limit, new BulkheadStrategyOptions { QueueLimit = 8 }, TimeProvider.System);
        var running = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var call = 0; call < 2_000; call++)
            {
                using var caller = new CancellationTokenSource();
                var waiting = bulkhead.TryEnter() ? new(QueueVerdict.Granted) : bulkhead.WaitAsync((CallPriority)random.Next(3), null, caller.Token);
                if (random.Next(3) == 0)
                {
                    await caller.CancelAsync();
                }

                if (random.Next(20) == 0)
                {
                    bulkhead.Limit = 1 + random.Next(Limit);
                }

                if ((await waiting).IsGranted)
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                    bulkhead.Exit();
                }
            }
        })));

        output.WriteLine($"most at once: {most}");
        bulkhead.Limit = Limit;
        Assert.InRange(most, 1, Limit);
        Assert.Equal((0, 0), (bulkhead.InFlight, bulkhead.Waiting));
        Assert.True(bulkhead.TryEnter() && bulkhead.TryEnter() && bulkhead.TryEnter());
        Assert.False(bulkhead.TryEnter());
    }

    private static void InterlockedMax(ref int location, int value)
    {
        for (var current = Volatile.Read(ref location); current < value; current = Volatile.Read(ref location))
        {
            Interlocked.CompareExchange(ref location, value, current);
        }
    }

    /// <summary>A bulkhead driven by a schedule on a virtual clock, beside what a caller can count by itself.</summary>
    private sealed class Run
    {
        private readonly FakeTimeProvider time = new();
        private readonly Bulkhead bulkhead;
        private readonly List<(Task<QueueVerdict> Call, CancellationTokenSource Caller)> waiting = [];
        private readonly bool leavesQueue;
        private int running;
        private int limit = 3;

        public Run(bool leavesQueue)
        {
            this.leavesQueue = leavesQueue;
            bulkhead = new Bulkhead(limit, new BulkheadStrategyOptions { QueueLimit = QueueLimit }, time);
        }

        public bool Holds((Step Step, int Argument)[] schedule) => schedule.All(Holds) && EndsEmpty();

        private bool Holds((Step Step, int Argument) command)
        {
            var (step, argument) = command;
            var before = running;
            switch (step)
            {
                case Step.Enter when bulkhead.TryEnter():
                    running++;
                    break;
                case Step.Enter:
                    var caller = new CancellationTokenSource();
                    var deadline = argument < 300 ? Deadline.After(TimeSpan.FromMilliseconds(argument), time) : null;
                    waiting.Add((bulkhead.WaitAsync((CallPriority)(argument % 3), deadline, caller.Token).AsTask(), caller));
                    break;
                case Step.Exit when running > 0:
                    running--;
                    bulkhead.Exit();
                    break;
                case Step.Cancel when waiting.Count > 0 && leavesQueue:
                    waiting[argument % waiting.Count].Caller.Cancel();
                    break;
                case Step.Cancel when waiting.Count > 0:
                    waiting.RemoveAt(argument % waiting.Count);
                    break;
                case Step.Wait:
                    time.Advance(TimeSpan.FromMilliseconds(argument));
                    break;
                case Step.Limit:
                    limit = 1 + (argument % 5);
                    bulkhead.Limit = limit;
                    break;
            }

            Collect();
            var isWithinLimit = running <= Math.Max(limit, before);
            var isFree = bulkhead.InFlight < bulkhead.Limit;
            return isWithinLimit && running == bulkhead.InFlight && waiting.Count == bulkhead.Waiting
                && waiting.Count <= QueueLimit && !(isFree && waiting.Count > 0);
        }

        // Verdicts are given at once; only their continuations run elsewhere.
        private void Collect()
        {
            SpinWait.SpinUntil(() => waiting.Count(call => !call.Call.IsCompleted) <= bulkhead.Waiting, TimeSpan.FromSeconds(5));
            foreach (var (call, caller) in waiting.Where(call => call.Call.IsCompleted).ToList())
            {
                waiting.Remove((call, caller));
                running += call.Result.IsGranted ? 1 : 0;
            }
        }

        private bool EndsEmpty()
        {
            while (running > 0)
            {
                running--;
                bulkhead.Exit();
                Collect();
            }

            return bulkhead is { InFlight: 0, Waiting: 0 };
        }
    }
}
