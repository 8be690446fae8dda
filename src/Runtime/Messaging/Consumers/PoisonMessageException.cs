namespace DistPatterns.Messaging;

/// <summary>A message that fails however often it is tried: it is to be set aside, where somebody can look at it.</summary>
public abstract class PoisonMessageException(string message, Exception? cause = null) : Exception(message, cause);
