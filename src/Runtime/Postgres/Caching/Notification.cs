using System.Globalization;

namespace DistPatterns.Caching;

/// <summary>An invalidation as the payload of a NOTIFY: <c>node stamp key</c>.</summary>
internal static class Notification
{
    private const int NodeLength = 32;
    private const int StampLength = 16;

    // 8000 bytes is PostgreSQL's limit, exclusive (NOTIFY, its reference page)
    private const int MaxBytes = 7999;

    public static string Write(CacheInvalidation invalidation)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{invalidation.Node:n} {invalidation.Stamp:x16} {invalidation.Key}");
        return System.Text.Encoding.UTF8.GetByteCount(payload) <= MaxBytes
            ? payload
            : throw new ArgumentException(
                $"The cache key '{invalidation.Key[..40]}…' is too long for a notification of {MaxBytes} bytes.",
                nameof(invalidation));
    }

    /// <summary>Reads a payload; false for one that is not ours.</summary>
    public static bool TryRead(ReadOnlySpan<char> payload, out CacheInvalidation invalidation)
    {
        invalidation = default;
        if (payload.Length < NodeLength + StampLength + 2
            || !Guid.TryParseExact(payload[..NodeLength], "N", out var node)
            || !ulong.TryParse(payload.Slice(NodeLength + 1, StampLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var stamp))
            return false;
        invalidation = new(payload[(NodeLength + StampLength + 2)..].ToString(), stamp, node);
        return true;
    }
}
