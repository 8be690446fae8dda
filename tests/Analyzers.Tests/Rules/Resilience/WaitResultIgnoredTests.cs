using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class WaitResultIgnoredTests
{
    private static readonly RuleTest Rule = RuleTest.Of<WaitResultIgnored>();

    [Fact]
    public Task A_wait_whose_result_is_dropped_is_reported_and_tested_by_the_fix() => Rule.Fixes(
        """
        class Cache
        {
            readonly SemaphoreSlim _gate = new(1, 1);

            async Task<int> Load(CancellationToken stop)
            {
                await [|_gate.WaitAsync(TimeSpan.FromSeconds(5), stop)|].ConfigureAwait(false);
                try { return 1; }
                finally { _gate.Release(); }
            }
        }
        """,
        """
        class Cache
        {
            readonly SemaphoreSlim _gate = new(1, 1);

            async Task<int> Load(CancellationToken stop)
            {
                if (!await _gate.WaitAsync(TimeSpan.FromSeconds(5), stop).ConfigureAwait(false))
                {
                    throw new System.TimeoutException("The permit was not free in time.");
                }
                try { return 1; }
                finally { _gate.Release(); }
            }
        }
        """);

    [Fact]
    public Task A_wrapper_that_drops_it_is_reported_as_are_callers_of_one_that_returns_it() => Rule.Reports("""
        class Gate
        {
            readonly SemaphoreSlim _slim = new(1, 1);
            readonly Mutex _mutex = new();
            readonly object _lock = new();

            public Task Enter() => Enter(1000);
            Task Enter(int milliseconds) => Wait(milliseconds);
            async Task Wait(int milliseconds) => await [|_slim.WaitAsync(milliseconds)|];

            public Task<bool> TryEnter() => _slim.WaitAsync(100);
            public async Task Work()
            {
                await [|TryEnter()|];
                [|_mutex.WaitOne(TimeSpan.FromSeconds(1))|];
                [|Monitor.TryEnter(_lock, 100)|];
            }
        }
        """);

    [Fact]
    public Task A_wait_without_end_gives_no_result_to_test() => Rule.StaysSilent("""
        class Gate
        {
            readonly SemaphoreSlim _slim = new(1, 1);
            readonly ManualResetEvent _event = new(false);

            public async Task Enter(CancellationToken stop)
            {
                await _slim.WaitAsync(Timeout.Infinite);
                await _slim.WaitAsync(Timeout.InfiniteTimeSpan, stop);
                await _slim.WaitAsync(-1);
                await _slim.WaitAsync(TimeSpan.FromMilliseconds(-1));
                await _slim.WaitAsync(stop);
                _slim.Wait();
                _event.WaitOne(100); // signals, and gives no permit
                var taken = false;
                Monitor.TryEnter(this, 100, ref taken);
                if (await _slim.WaitAsync(100))
                    _slim.Release();
            }

            public Task<bool> TryEnter(TimeSpan wait) => _slim.WaitAsync(wait);
        }

        // woken by whoever adds, and at the latest each second
        class Queue
        {
            readonly SemaphoreSlim _added = new(0);
            readonly System.Collections.Concurrent.ConcurrentQueue<string> _items = new();

            public void Add(string item) { _items.Enqueue(item); _added.Release(); }

            public async Task Run(CancellationToken stop)
            {
                while (!stop.IsCancellationRequested)
                {
                    await _added.WaitAsync(1000, stop);
                    while (_items.TryDequeue(out var item))
                        Console.WriteLine(item);
                }
            }
        }
        """);
}
