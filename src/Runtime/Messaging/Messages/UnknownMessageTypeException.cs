namespace DistPatterns.Messaging;

/// <summary>A message of a type that was not added to <see cref="MessageTypes"/>.</summary>
public sealed class UnknownMessageTypeException(string type, Guid? id = null) : PoisonMessageException(
    $"{(id is { } known ? $"The message {known}" : "A message")} is of the type '{type}', which is not known here: add it with {nameof(MessageTypes)}.{nameof(MessageTypes.Add)}.")
{
    /// <summary>The type: its name on the way, or that of the class where the message was to be sent.</summary>
    public string Type { get; } = type;
}
