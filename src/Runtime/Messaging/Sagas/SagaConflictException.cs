namespace DistPatterns.Sagas;

/// <summary>Others have changed a saga each time that a message was to: it is left to be delivered again.</summary>
public sealed class SagaConflictException(string saga, string key) : Exception($"The saga '{saga}' of '{key}' was changed by another meanwhile.");
