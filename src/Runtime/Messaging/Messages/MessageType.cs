namespace DistPatterns.Messaging;

/// <summary>One type of messages.</summary>
/// <param name="Type">The type of the body.</param>
/// <param name="Name">What it is called on the way.</param>
/// <param name="Destination">Where its messages go.</param>
public sealed record MessageType(Type Type, string Name, string Destination);
