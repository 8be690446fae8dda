namespace DistPatterns.Crash;

/// <summary>A mistake that must be found: the first four by the matrix, the next two by <c>lease</c>, the last by <c>clocks</c>.</summary>
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

    /// <summary>The time of a statement is that of the process which sends it, not the database's.</summary>
    OwnClock,
}
