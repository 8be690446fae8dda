namespace DistPatterns.Crash;

/// <summary>Stops a flow of the child at the point where its parent kills it.</summary>
/// <param name="point">That point.</param>
/// <param name="after">How often it is passed before.</param>
internal sealed class Probe(CrashPoint point, int after)
{
    private int _left = after;

    /// <summary>Whether this time is the one.</summary>
    public bool IsDue(CrashPoint at) => at == point && Interlocked.Decrement(ref _left) < 0;

    /// <summary>Says so to the parent, and goes no further. The other flows go on.</summary>
    public static async Task StopAsync()
    {
        Console.WriteLine(Words.AtPoint);
        await Task.Delay(Timeout.Infinite);
    }

    public async ValueTask PassAsync(CrashPoint at)
    {
        if (IsDue(at))
        {
            await StopAsync();
        }
    }
}
