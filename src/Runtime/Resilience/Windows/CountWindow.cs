namespace DistPatterns.Resilience;

/// <summary>The last so many calls, whatever time they took to come.</summary>
/// <remarks>A slot holds how its call went and is swapped for the newest; the sums move by the difference of the two.</remarks>
internal sealed class CountWindow(int size) : CallWindow
{
    private const int SlowShift = 32;

    private readonly long[] _slots = new long[size];
    private long _next;
    private long _sums;

    public override void Record(bool failed, bool slow)
    {
        var slot = (Interlocked.Increment(ref _next) - 1) % size;
        var newest = (failed ? 1L : 0) + (slow ? 1L << SlowShift : 0);
        var oldest = Interlocked.Exchange(ref _slots[slot], newest);
        if (newest != oldest)
        {
            Interlocked.Add(ref _sums, newest - oldest);
        }
    }

    public override CallTotals Totals()
    {
        var wrong = Volatile.Read(ref _sums);
        return new CallTotals(Math.Min(Volatile.Read(ref _next), size), (int)wrong, wrong >> SlowShift);
    }

    public override void Clear()
    {
        for (var slot = 0; slot < size; slot++)
        {
            Interlocked.Add(ref _sums, -Interlocked.Exchange(ref _slots[slot], 0));
        }

        Volatile.Write(ref _next, 0);
    }
}
