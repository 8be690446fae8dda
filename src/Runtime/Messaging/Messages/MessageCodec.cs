using System.Diagnostics;

namespace DistPatterns.Messaging;

/// <summary>Puts messages into envelopes and takes them out again.</summary>
public sealed class MessageCodec(MessageTypes types, IMessageSerializer serializer, TimeProvider time)
{
    /// <summary>
    /// Puts a message into an envelope with a new id and the current trace. Do so once for each message, before the first
    /// attempt to store it: an attempt that is run again then stores the same id.
    /// </summary>
    /// <param name="message">The message, of a type that is known.</param>
    /// <param name="key">Messages of one key keep their order; none where null.</param>
    /// <param name="version">The version of the aggregate that it tells of, where known.</param>
    /// <exception cref="UnknownMessageTypeException">The type was not added.</exception>
    public Envelope Enclose(object message, string? key = null, long? version = null) =>
        types.TryFind(message.GetType(), out var type)
            ? new(Guid.CreateVersion7(time.GetUtcNow()), type.Name, type.Destination, serializer.Serialize(message))
            {
                Key = key,
                Version = version,
                TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null,
            }
            : throw new UnknownMessageTypeException(message.GetType().ToString());

    /// <summary>The message in an envelope.</summary>
    /// <exception cref="UnknownMessageTypeException">The type's name is not known here.</exception>
    /// <exception cref="UnreadableMessageException">The body is not of that type.</exception>
    public object Open(Envelope envelope)
    {
        if (!types.TryFind(envelope.Type, out var type))
        {
            throw new UnknownMessageTypeException(envelope.Type, envelope.Id);
        }

        try
        {
            return serializer.Deserialize(envelope.Body, type.Type);
        }
        catch (Exception e)
        {
            throw new UnreadableMessageException(envelope, e);
        }
    }
}

/// <summary>A message of a type that was not added to <see cref="MessageTypes"/>.</summary>
public sealed class UnknownMessageTypeException(string type, Guid? id = null) : PoisonMessageException(
    $"{(id is { } known ? $"The message {known}" : "A message")} is of the type '{type}', which is not known here: "
        + $"add it with {nameof(MessageTypes)}.{nameof(MessageTypes.Add)}.")
{
    /// <summary>The type: its name on the way, or that of the class where the message was to be sent.</summary>
    public string Type { get; } = type;
}

/// <summary>A message whose body is not what its type says.</summary>
public sealed class UnreadableMessageException(Envelope envelope, Exception cause) : PoisonMessageException(
    $"The body of the message {envelope.Id}, {envelope.Body.Length} bytes, is not a readable '{envelope.Type}': {cause.Message}", cause)
{
    /// <summary>The message as it came.</summary>
    public Envelope Envelope { get; } = envelope;
}
