namespace DistPatterns.Crash;

/// <summary>A mistake that the matrix must find.</summary>
internal enum Mutation
{
    None,

    /// <summary>Messages leave the outbox when they are read.</summary>
    AckBeforePublish,

    /// <summary>They leave it when they are handed to the broker, which has not confirmed them.</summary>
    DeleteBeforeConfirm,

    /// <summary>A signal is lost when nobody waits for it.</summary>
    SignalNotKept,
}
