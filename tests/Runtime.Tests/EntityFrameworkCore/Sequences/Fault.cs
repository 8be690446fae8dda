namespace DistPatterns.Runtime.Tests.EntityFrameworkCore.Sequences;

/// <summary>What stands in the way of a save.</summary>
internal enum Fault
{
    None,

    /// <summary>The save has an order whose id is taken.</summary>
    TakenId,

    /// <summary>The save changes an account that was changed meanwhile.</summary>
    StaleAccount,

    /// <summary>The same, and an interceptor suppresses the exception, so that the save succeeds.</summary>
    StaleAccountSuppressed,

    /// <summary>An interceptor throws before the save.</summary>
    Refused,

    /// <summary>An interceptor saves nothing and says that it did.</summary>
    Suppressed,

    /// <summary>The token of the save is cancelled.</summary>
    Cancelled,

    /// <summary>The outbox fails before it has written.</summary>
    OutboxFails,

    /// <summary>The outbox fails after it has written.</summary>
    OutboxFailsLate,

    /// <summary>The commit does not reach the database.</summary>
    CommitLost,
}
