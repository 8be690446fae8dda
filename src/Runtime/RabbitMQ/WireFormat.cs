using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace DistPatterns.Messaging;

/// <summary>How an envelope looks as a message of AMQP: id and type as its properties, the rest as headers.</summary>
internal static class WireFormat
{
    public const string Key = "dp-key";
    public const string Version = "dp-version";
    public const string Destination = "dp-destination";
    public const string TraceParent = "traceparent";
    public const string DeliveryCount = "x-delivery-count";

    public static BasicProperties ToProperties(Envelope envelope, string? traceParent)
    {
        var headers = new Dictionary<string, object?>(envelope.Headers.Count + 4); // one for the client's own
        foreach (var (name, value) in envelope.Headers)
        {
            headers[name] = value;
        }

        Set(headers, Key, envelope.Key);
        Set(headers, Version, envelope.Version);
        Set(headers, TraceParent, traceParent);
        return new BasicProperties { MessageId = envelope.Id.ToString("D"), Type = envelope.Type, Persistent = true, Headers = headers };
    }

    /// <exception cref="ForeignMessageException">It is not from here.</exception>
    public static Envelope ToEnvelope(IReadOnlyBasicProperties properties, string exchange, ReadOnlyMemory<byte> body)
    {
        if (!Guid.TryParse(properties.MessageId, out var id))
        {
            throw new ForeignMessageException(properties.MessageId is { } other ? $"its id is '{other}'" : "it has no id");
        }

        if (string.IsNullOrEmpty(properties.Type))
        {
            throw new ForeignMessageException("it has no type");
        }

        var headers = (properties.Headers ?? FrozenDictionary<string, object?>.Empty)
            .Where(h => h.Value is not null)
            .ToDictionary(h => h.Key, h => Text(h.Value!));
        return new Envelope(id, properties.Type, headers.GetValueOrDefault(Destination, exchange), body)
        {
            Key = headers.GetValueOrDefault(Key),
            Version = long.TryParse(headers.GetValueOrDefault(Version), CultureInfo.InvariantCulture, out var version) ? version : null,
            TraceParent = headers.GetValueOrDefault(TraceParent),
            Headers = headers.Where(h => !IsOurs(h.Key)).ToDictionary(),
        };
    }

    public static long DeliveriesBefore(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(DeliveryCount, out var count) == true && count is IConvertible number and not string
            ? number.ToInt64(CultureInfo.InvariantCulture)
            : 0;

    private static bool IsOurs(string header) =>
        header is TraceParent || header.StartsWith("dp-", StringComparison.Ordinal) || header.StartsWith("x-", StringComparison.Ordinal);

    private static void Set(Dictionary<string, object?> headers, string name, object? value)
    {
        if (value is not null)
        {
            headers[name] = value;
        }
    }

    private static string Text(object value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
