namespace DistPatterns.Sagas;

/// <summary>Deletes sagas that finished long enough ago, in the way of one database and by its clock. Several processes may do so at once.</summary>
public interface ISagaCleaner
{
    /// <summary>
    /// Deletes those that finished longer ago than <paramref name="retention"/>, with all that is known of them. Those under way stay, however old.
    /// </summary>
    ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken);
}
