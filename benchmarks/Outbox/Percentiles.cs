namespace DistPatterns.Benchmarks.Outbox;

internal static class Percentiles
{
    /// <summary>The value below which that share of the values lies.</summary>
    public static double Of(double[] values, double share)
    {
        Array.Sort(values);
        return values.Length % 2 == 0 && share == 0.5
            ? (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2
            : values[Math.Min(values.Length - 1, (int)(values.Length * share))];
    }
}
