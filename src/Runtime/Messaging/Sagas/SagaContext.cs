using System.Data.Common;

namespace DistPatterns.Sagas;

/// <summary>What an action of a saga knows besides its state.</summary>
public sealed class SagaContext
{
    private readonly List<object> _sent = [];

    internal SagaContext(SagaRecord saga, SagaStepRecord step, DbTransaction transaction, IServiceProvider services) =>
        (Id, Key, Step, Attempt, Transaction, Services) = (saga.Id, saga.Key, step.Name, step.Attempt, transaction, services);

    /// <summary>Names the saga for good.</summary>
    public Guid Id { get; }

    /// <summary>What the saga's messages know it by.</summary>
    public string Key { get; }

    /// <summary>The step.</summary>
    public string Step { get; }

    /// <summary>Which attempt this is, from 1. It has no place in an idempotency key, which is <see cref="Id"/> and <see cref="Step"/>.</summary>
    public int Attempt { get; }

    /// <summary>The transaction that the saga is saved in. What is written in it is gone if the action throws.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>The services of the message's scope.</summary>
    public IServiceProvider Services { get; }

    internal IReadOnlyList<object> Sent => _sent;

    /// <summary>Sends a message, of a type that was made known, when the transaction commits.</summary>
    public void Send(object message) => _sent.Add(message);
}

/// <summary>Thrown by a step that has failed for good and has had no effect: it is not tried again, and what was done before is undone.</summary>
/// <remarks>After the pivot, and while a saga compensates, there is no way back: there a step is tried again all the same.</remarks>
public sealed class SagaStepFailedException(string reason, Exception? cause = null) : Exception(reason, cause);
