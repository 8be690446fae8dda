namespace DistPatterns.Messaging;

/// <summary>Turns bodies into bytes and back.</summary>
public interface IMessageSerializer
{
    /// <summary>The bytes of a message.</summary>
    ReadOnlyMemory<byte> Serialize(object message);

    /// <summary>The message in the bytes. Whatever it throws makes the message an <see cref="UnreadableMessageException"/>.</summary>
    object Deserialize(ReadOnlyMemory<byte> body, Type type);
}
