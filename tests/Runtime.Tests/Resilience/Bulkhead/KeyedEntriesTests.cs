using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class KeyedEntriesTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void An_idle_key_is_forgotten_and_a_busy_one_never()
    {
        using var entries = Create();
        var busy = entries.Pin("busy");
        entries.Unpin(entries.Pin("idle"));
        time.Advance(TimeSpan.FromMinutes(10));
        entries.Unpin(entries.Pin("other"));

        Assert.Equal(2, entries.Count);
        Assert.Same(busy, entries.Pin("busy"));
    }

    [Fact]
    public void A_key_that_was_used_lately_stays()
    {
        using var entries = Create();
        var entry = entries.Pin("key");
        time.Advance(TimeSpan.FromSeconds(59));
        entries.Unpin(entry);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Same(entry, entries.Pin("key"));
    }

    [Fact]
    public void A_forgotten_value_is_disposed()
    {
        using var entries = Create();
        var entry = entries.Pin("idle");
        entries.Unpin(entry);
        time.Advance(TimeSpan.FromMinutes(2));
        entries.Pin("other");
        Assert.True(entry.Value.IsDisposed);
    }

    [Fact]
    public void No_thread_is_given_a_value_that_is_forgotten_while_it_uses_it()
    {
        using var entries = new KeyedEntries<int, Value>(_ => new Value(), TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var used = 0;
        Parallel.For(0, 8, thread =>
        {
            for (var call = 0; call < 5_000; call++)
            {
                var entry = entries.Pin((thread + call) % 3);
                Assert.False(entry.Value.IsDisposed);
                Interlocked.Increment(ref used);
                entries.Unpin(entry);
            }
        });
        Assert.Equal(40_000, used);
    }

    private KeyedEntries<string, Value> Create() => new(_ => new Value(), TimeSpan.FromMinutes(1), time);

    private sealed class Value : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
