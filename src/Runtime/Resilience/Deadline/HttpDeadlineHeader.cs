using System.Globalization;

namespace DistPatterns.Resilience;

internal sealed class HttpDeadlineHeader : DeadlineHeader
{
    // Most attempts have just begun, and their whole timeout before them.
    private Text _last = new(0, "0");

    public override string Name => "x-request-timeout-ms";

    public override string Format(TimeSpan remaining)
    {
        var milliseconds = remaining.Ticks / TimeSpan.TicksPerMillisecond;
        var text = _last;
        return text.Milliseconds == milliseconds ? text.Value : (_last = new(milliseconds, milliseconds.ToString(CultureInfo.InvariantCulture))).Value;
    }

    public override bool TryParse(ReadOnlySpan<char> value, out TimeSpan remaining) => TryScale(value, TimeSpan.TicksPerMillisecond, out remaining);

    private sealed record Text(long Milliseconds, string Value);
}
