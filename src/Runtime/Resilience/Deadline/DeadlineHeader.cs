using System.Globalization;

namespace DistPatterns.Resilience;

/// <summary>
/// The header that carries a deadline between processes, as the time that remains. A time of day is never sent:
/// clocks differ. Values are rounded down, so that a server never believes in more time than its caller has.
/// </summary>
public abstract class DeadlineHeader
{
    private protected DeadlineHeader()
    {
    }

    /// <summary><c>x-request-timeout-ms</c>: whole milliseconds.</summary>
    public static DeadlineHeader Http { get; } = new HttpDeadlineHeader();

    /// <summary><c>grpc-timeout</c>: up to eight digits and a unit, as gRPC's PROTOCOL-HTTP2 defines <c>Timeout</c>.</summary>
    public static DeadlineHeader Grpc { get; } = new GrpcDeadlineHeader();

    /// <summary>The header's name, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>The header that a request of this content type carries: <see cref="Grpc"/> for <c>application/grpc</c> and its variants.</summary>
    public static DeadlineHeader For(string? contentType) =>
        contentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true ? Grpc : Http;

    /// <summary>Writes the value for what remains.</summary>
    public abstract string Format(TimeSpan remaining);

    /// <summary>Reads a value; <see langword="false"/> where it is not of the header's format.</summary>
    public abstract bool TryParse(ReadOnlySpan<char> value, out TimeSpan remaining);

    private protected static bool TryScale(ReadOnlySpan<char> digits, long ticks, out TimeSpan remaining)
    {
        var parsed = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= TimeSpan.MaxValue.Ticks / ticks;
        remaining = parsed ? new TimeSpan(count * ticks) : default;
        return parsed;
    }
}
