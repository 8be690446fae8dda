using System.Diagnostics;
using System.Globalization;
using System.Text;
using DistPatterns.Messaging;

namespace DistPatterns.Sagas;

/// <summary>What a saga sends to itself: to go on, now or later, or that a reply has not come in time.</summary>
/// <param name="Key">The saga's key.</param>
/// <param name="Version">The version that set it. By the time that the saga has another, it is stale.</param>
/// <param name="IsTimeout">Whether a reply was waited for; else the step is to be tried.</param>
internal sealed record SagaTimer(string Key, long Version, bool IsTimeout)
{
    private const string Type = "dp.saga.timer";

    /// <summary>Whether it is a timer that is in an envelope.</summary>
    public static bool IsIn(Envelope envelope) => envelope.Type == Type;

    /// <summary>The timer in an envelope; null if it cannot be read.</summary>
    public static SagaTimer? TryRead(Envelope envelope)
    {
        var parts = Encoding.UTF8.GetString(envelope.Body.Span).Split(' ', 3);
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new(parts[2], version, parts[1] == "timeout")
            : null;
    }

    // no serializer of the user's: it may not know this type. No key: it waits for no other message, and none for it.
    public Envelope Enclose(string destination, DateTimeOffset now, TimeSpan delay)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{Version} {(IsTimeout ? "timeout" : "go")} {Key}");
        return new(Guid.CreateVersion7(now), Type, destination, Encoding.UTF8.GetBytes(body))
        {
            Delay = delay > TimeSpan.Zero ? delay : null,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null,
        };
    }
}
