using System.Globalization;

namespace DistPatterns.Benchmarks.Outbox;

/// <summary>What a figure's ratio to that of the reference must be.</summary>
internal sealed record Target(double Bound, bool IsFloor)
{
    public static Target AtLeast(double ratio) => new(ratio, IsFloor: true);

    public static Target AtMost(double ratio) => new(ratio, IsFloor: false);

    public bool IsMetBy(double ratio) => IsFloor ? ratio >= Bound : ratio <= Bound;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsFloor ? "≥" : "≤")} {Bound}");
}
