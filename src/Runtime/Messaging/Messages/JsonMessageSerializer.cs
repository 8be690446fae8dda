using System.Text.Json;

namespace DistPatterns.Messaging;

/// <summary>Bodies as JSON.</summary>
/// <param name="options"><see cref="JsonSerializerOptions.Web"/> where null.</param>
public sealed class JsonMessageSerializer(JsonSerializerOptions? options = null) : IMessageSerializer
{
    private readonly JsonSerializerOptions _options = options ?? JsonSerializerOptions.Web;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Serialize(object message) => JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), _options);

    /// <inheritdoc/>
    public object Deserialize(ReadOnlyMemory<byte> body, Type type) =>
        JsonSerializer.Deserialize(body.Span, type, _options) ?? throw new JsonException("The body is null.");
}
