using System.Data.Common;

namespace DistPatterns.Sagas;

/// <summary>Where sagas are kept: in the database of the transaction that a message is handled in.</summary>
internal interface ISagaStore
{
    /// <summary>Loads a saga by its key; null if there is none. It is not locked: who saves first wins.</summary>
    ValueTask<SagaRecord?> LoadAsync(DbTransaction transaction, string saga, string key, CancellationToken cancellationToken = default);

    /// <summary>Saves a saga under the next version.</summary>
    /// <returns>False if it is not there any more in the version that was loaded, or, for a new one, if another has its key: roll back.</returns>
    ValueTask<bool> TrySaveAsync(DbTransaction transaction, SagaRecord record, CancellationToken cancellationToken = default);
}

/// <summary>Deletes sagas that finished long enough ago, in the way of one database and by its clock. Several processes may do so at once.</summary>
internal interface ISagaCleaner
{
    /// <summary>
    /// Deletes those that finished longer ago than <paramref name="retention"/>, with all that is known of them. Those under way stay, however old.
    /// </summary>
    ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken);
}
