using System.Data.Common;

namespace DistPatterns.Messaging;

/// <summary>Runs work in one transaction of one database: commits when the work returns, and leaves nothing behind when it throws.</summary>
public interface ITransactionRunner
{
    /// <summary>Runs the work. Where the database has an execution strategy the work may run more than once; each time in a transaction of its own.</summary>
    /// <param name="services">The scope whose services do the work; a DbContext of it takes part.</param>
    /// <param name="work">
    /// What is to be done in the transaction, without committing it. What it adds to the messages given goes to the outbox as the last thing of the
    /// transaction, in one trip with the commit where the database can.
    /// </param>
    /// <param name="cancellationToken">Ends the work; a commit that has begun is waited for.</param>
    ValueTask<TResult> RunAsync<TResult>(
        IServiceProvider services,
        Func<DbTransaction, ICollection<Envelope>, CancellationToken, ValueTask<TResult>> work,
        CancellationToken cancellationToken);
}
