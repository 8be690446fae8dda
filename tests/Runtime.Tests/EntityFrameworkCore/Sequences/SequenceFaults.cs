using System.Data.Common;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore.Sequences;

/// <summary>Makes the next save fail as a fault says, and the outbox in front of the real one.</summary>
internal sealed class SequenceFaults(IOutbox outbox) : SaveChangesInterceptor, IOutbox
{
    public Fault Next { get; set; }

    /// <summary>Commits that are lost, one after the other.</summary>
    public CommitFaults Commits { get; } = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) => Next switch
    {
        Fault.Refused => throw new InvalidOperationException("The save is refused."),
        Fault.Suppressed => InterceptionResult<int>.SuppressWithResult(0),
        _ => result,
    };

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavingChanges(eventData, result));

    public override InterceptionResult ThrowingConcurrencyException(ConcurrencyExceptionEventData eventData, InterceptionResult result) =>
        Next == Fault.StaleAccountSuppressed ? InterceptionResult.Suppress() : result;

    public override ValueTask<InterceptionResult> ThrowingConcurrencyExceptionAsync(
        ConcurrencyExceptionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ThrowingConcurrencyException(eventData, result));

    public async ValueTask AppendAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        ThrowOn(Fault.OutboxFails);
        await outbox.AppendAsync(transaction, envelopes, cancellationToken);
        ThrowOn(Fault.OutboxFailsLate);
    }

    public async ValueTask CommitAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        ThrowOn(Fault.OutboxFails);
        if (Next == Fault.OutboxFailsLate)
        {
            await AppendAsync(transaction, envelopes, cancellationToken);
        }

        await outbox.CommitAsync(transaction, envelopes, cancellationToken);
    }

    private void ThrowOn(Fault fault)
    {
        if (Next == fault)
        {
            throw new InvalidOperationException("The outbox fails.");
        }
    }

    internal sealed class CommitFaults : DbTransactionInterceptor
    {
        public int Lost { get; set; }

        public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) =>
            Lost-- > 0 ? throw new ConnectionLostException() : result;

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(TransactionCommitting(transaction, eventData, result));
    }
}
