using System.Globalization;

namespace DistPatterns.Resilience;

internal sealed class GrpcDeadlineHeader : DeadlineHeader
{
    private const long LargestValue = 99_999_999;

    private static readonly (char Unit, long Ticks)[] FinestFirst =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    public override string Name => "grpc-timeout";

    public override string Format(TimeSpan remaining)
    {
        var (unit, ticks) = Array.Find(FinestFirst, unit => remaining.Ticks / unit.Ticks <= LargestValue);
        return ticks == 0
            ? $"{LargestValue}H"
            : string.Create(CultureInfo.InvariantCulture, $"{remaining.Ticks / ticks}{unit}");
    }

    public override bool TryParse(ReadOnlySpan<char> value, out TimeSpan remaining)
    {
        remaining = default;
        if (value.Length is < 2 or > 9)
        {
            return false;
        }

        var digits = value[..^1];
        var unit = value[^1];
        if (unit == 'n')
        {
            var parsed = TryScale(digits, 1, out var nanoseconds);
            remaining = TimeSpan.FromTicks(nanoseconds.Ticks / TimeSpan.NanosecondsPerTick);
            return parsed;
        }

        var ticks = Array.Find(FinestFirst, known => known.Unit == unit).Ticks;
        return ticks != 0 && TryScale(digits, ticks, out remaining);
    }
}
