using DistPatterns.Messaging;

namespace DistPatterns.EventSourcing;

/// <summary>An event as it was stored.</summary>
public sealed class RecordedEvent
{
    private readonly MessageCodec _codec;
    private object? _data;

    internal RecordedEvent(MessageCodec codec, Guid id, string stream, long version, Position position, string type, ReadOnlyMemory<byte> body) =>
        (_codec, Id, Stream, Version, Position, Type, Body) = (codec, id, stream, version, position, type, body);

    /// <summary>Names the event for good.</summary>
    public Guid Id { get; }

    /// <summary>The stream that it belongs to.</summary>
    public string Stream { get; }

    /// <summary>Its number in the stream, from 1.</summary>
    public long Version { get; }

    /// <summary>Its place among all events.</summary>
    public Position Position { get; }

    /// <summary>The name of its type (<see cref="MessageTypes"/>).</summary>
    public string Type { get; }

    /// <summary>The event in bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The event itself, read from <see cref="Body"/> when it is first asked for.</summary>
    /// <exception cref="UnknownMessageTypeException">The type's name is not known here.</exception>
    /// <exception cref="UnreadableMessageException">The body is not of that type.</exception>
    public object Data => _data ??= _codec.Open(new(Id, Type, Stream, Body));
}
