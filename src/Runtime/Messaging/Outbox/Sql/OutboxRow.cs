using System.Text.Json;
using DistPatterns.Messaging;
using DistPatterns.Partitioning;

namespace DistPatterns.Outbox;

/// <summary>A message as it is written.</summary>
/// <param name="Bucket">The bucket of its key.</param>
/// <param name="Envelope">The message.</param>
internal readonly record struct OutboxRow(int Bucket, Envelope Envelope)
{
    /// <summary>Its headers as JSON; null when it has none.</summary>
    public string? Headers => Envelope.Headers.Count == 0 ? null : JsonSerializer.Serialize(Envelope.Headers);

    /// <summary>Its body.</summary>
    public byte[] Body => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(Envelope.Body, out var bytes) && bytes.Count == bytes.Array!.Length
        ? bytes.Array
        : Envelope.Body.ToArray();

    internal static OutboxRow Of(Envelope envelope, int buckets) =>
        new((int)((envelope.Key is { } key ? StableHash.Of(key) : StableHash.Of(envelope.Id)) % (ulong)buckets), envelope);
}
