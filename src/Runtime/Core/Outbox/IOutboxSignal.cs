namespace DistPatterns.Outbox;

/// <summary>Is told that messages were committed to the outbox, so that they need not wait for the next poll.</summary>
public interface IOutboxSignal
{
    /// <summary>Messages were committed. Returns at once, and is kept when nobody waits.</summary>
    void Set();
}
