using System.Data.Common;

namespace DistPatterns.Storage;

/// <summary>Ends a session of the database from outside, where the code that uses it hangs. The package of a database that has sessions brings it.</summary>
internal interface ISessionTerminator
{
    /// <summary>Ends the session of a transaction, whose locks are free then: a rollback would wait for what the session is asked at the moment.</summary>
    ValueTask TerminateAsync(DbTransaction transaction, CancellationToken cancellationToken);
}
