namespace DistPatterns.Crash;

/// <summary>A mistake that must be found: the first four by the matrix, the others by <c>lease</c>.</summary>
internal enum Mutation
{
    None,

    /// <summary>Messages leave the outbox when they are read.</summary>
    AckBeforePublish,

    /// <summary>They leave it when they are handed to the broker, which has not confirmed them.</summary>
    DeleteBeforeConfirm,

    /// <summary>A signal is lost when nobody waits for it.</summary>
    SignalNotKept,

    /// <summary>The inbox takes every copy for the first.</summary>
    InboxForgets,

    /// <summary>The lease of a killed process is free at once.</summary>
    LeaseNotKept,

    /// <summary>What a holder writes does not carry its token.</summary>
    WriteNotFenced,
}
