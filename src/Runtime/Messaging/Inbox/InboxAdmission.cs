namespace DistPatterns.Inbox;

/// <summary>Whether a message is to be handled.</summary>
public enum InboxAdmission
{
    /// <summary>It is new to the consumer: handle it. Its mark commits with the transaction, or is gone with it.</summary>
    Accepted,

    /// <summary>The consumer has handled it: do nothing.</summary>
    Duplicate,
}
