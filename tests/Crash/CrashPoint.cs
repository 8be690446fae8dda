namespace DistPatterns.Crash;

/// <summary>Where a process is killed.</summary>
internal enum CrashPoint
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>The messages are written, and the transaction is not committed.</summary>
    BeforeCommit,

    /// <summary>It is, and nobody was told.</summary>
    AfterCommitBeforeSignal,

    /// <summary>A batch is read.</summary>
    AfterRead,

    /// <summary>Half of a batch is at the broker.</summary>
    MidBatch,

    /// <summary>The broker has it all, and the dispatcher does not know.</summary>
    AfterPublishBeforeAck,

    /// <summary>It knows, and the messages are still in the outbox.</summary>
    AfterAckBeforeDelete,

    /// <summary>The bucket was lost in the middle of a batch, another process has it, and the rest of the batch is sent all the same.</summary>
    AfterLeaseLoss,
}
