using System.Globalization;

namespace DistPatterns.Inbox;

/// <summary>The ids that UUIDv7 gives to the messages of one day: they begin with the milliseconds since 1970.</summary>
internal readonly record struct InboxDay(DateOnly Date)
{
    private const string Prefix = "dp_inbox_";
    private const string Format = "yyyyMMdd";

    /// <summary>The partition's name.</summary>
    public string Partition => Prefix + Date.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The least id of the day.</summary>
    public string From => Least(Date);

    /// <summary>The least id of the day after.</summary>
    public string To => Least(Date.AddDays(1));

    public DateTimeOffset End => Midnight(Date.AddDays(1));

    public static InboxDay Of(DateTimeOffset time) => new(DateOnly.FromDateTime(time.UtcDateTime));

    public static InboxDay? Parse(string partition) =>
        partition.StartsWith(Prefix, StringComparison.Ordinal)
        && DateOnly.TryParseExact(partition.AsSpan(Prefix.Length), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new(date)
            : null;

    private static DateTimeOffset Midnight(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static string Least(DateOnly date)
    {
        var hex = Midnight(date).ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..]}-0000-0000-000000000000";
    }
}
