namespace DistPatterns.Inbox;

/// <summary>
/// Forgets messages that are old enough, in the way of one database and by its clock: what other processes remember is not forgotten because
/// the clock of one is wrong. Several processes may do so at once.
/// </summary>
public interface IInboxCleaner
{
    /// <summary>Forgets what came longer ago than <paramref name="retention"/>, and prepares for what comes next.</summary>
    ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken);
}
