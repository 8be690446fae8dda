namespace DistPatterns.Inbox;

/// <summary>Forgets messages that are old enough, in the way of one database. Several processes may do so at once.</summary>
public interface IInboxCleaner
{
    /// <summary>Forgets what came before <paramref name="now"/> less <paramref name="retention"/>, and prepares for what comes next.</summary>
    ValueTask CleanAsync(DateTimeOffset now, TimeSpan retention, CancellationToken cancellationToken);
}
