using System.Globalization;

namespace DistPatterns.Resilience;

internal sealed class HttpDeadlineHeader : DeadlineHeader
{
    public override string Name => "x-request-timeout-ms";

    public override string Format(TimeSpan remaining) =>
        (remaining.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture);

    public override bool TryParse(ReadOnlySpan<char> value, out TimeSpan remaining) => TryScale(value, TimeSpan.TicksPerMillisecond, out remaining);
}
