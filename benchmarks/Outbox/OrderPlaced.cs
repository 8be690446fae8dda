using System.Text.Json;

namespace DistPatterns.Benchmarks.Outbox;

/// <summary>The message of all contenders: 256 bytes of JSON, but for a few digits.</summary>
internal sealed record OrderPlaced(long Order, string Text)
{
    private static readonly string Filler = new('x', 222);

    public static OrderPlaced Of(long order) => new(order, Filler);

    public static byte[] Body(long order) => JsonSerializer.SerializeToUtf8Bytes(Of(order));
}
