using System.Data.Common;
using System.Transactions;
using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>What one DbContext does for its messages: writes them as the last thing of the transaction that saves its changes.</summary>
/// <remarks>
/// They are written with the commit of the transaction, after the statements of all its saves: whoever writes of an aggregate
/// then holds its row. While messages wait, each save has a transaction, for EF Core uses none for a single statement. A
/// transaction that somebody else commits (<c>UseTransaction</c>) tells nobody of it: there they are written at the end of each save.
/// </remarks>
internal sealed partial class OutboxSession(ICurrentDbContext current, ILoggerFactory loggers) : IResettableService, IDisposable
{
    private readonly PendingMessages _messages = new();
    private readonly TransactionPerSave _perSave = new();
    private readonly ILogger _logger = loggers.CreateLogger<DbContextOutbox>();
    private Guid? _foreign;

    public int Count => _messages.Count;

    /// <summary>The session of a context, if it has an outbox.</summary>
    public static OutboxSession? Of(DbContext? context) => context is null ? null : ((IInfrastructure<IServiceProvider>)context).Instance.GetService<OutboxSession>();

    private DbContext Context => current.Context;

    private Guid? Transaction => Context.Database.CurrentTransaction?.TransactionId;

    private bool IsForeign => Transaction is { } id && id == _foreign;

    public Envelope Enqueue(object message, string? key, long? version)
    {
        var envelope = Context.GetService<MessageCodec>().Enclose(message, key, version);
        Add(envelope);
        return envelope;
    }

    public void Add(Envelope envelope)
    {
        ForgetRolledBack();
        _messages.Add(envelope, Transaction);
        if (!_perSave.IsOn)
        {
            _perSave.TurnOn(Context.Database);
            Context.SavedChanges += Saved;
        }
    }

    public void Clear()
    {
        _messages.Clear();
        Rest();
    }

    public void Saving()
    {
        ForgetRolledBack();
        _messages.Saving();
        if (_messages.Count > 0 && Transaction is null && (System.Transactions.Transaction.Current ?? Context.Database.GetEnlistedTransaction()) is not null)
        {
            throw new NotSupportedException("The outbox cannot write its messages in a transaction of System.Transactions, which has no DbTransaction: begin one with Database.BeginTransaction.");
        }
    }

    public void SaveFailed() => _messages.SaveFailed();

    /// <summary>Writes what no commit will write: a save that had nothing to save began no transaction, and a foreign one commits unseen.</summary>
    public async ValueTask SavedAsync(CancellationToken cancellationToken)
    {
        if (_messages.Count == 0)
        {
            return;
        }

        if (IsForeign)
        {
            await WriteAsync(Context.Database.CurrentTransaction!.GetDbTransaction(), Transaction!.Value, cancellationToken).ConfigureAwait(false);
            _messages.RemoveWrittenIn(Transaction.Value);
            Rest();
        }
        else if (Transaction is null)
        {
            await Context.Database.CommitEmptyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="SavedAsync"/>
    public void Saved()
    {
        if (_messages.Count == 0)
        {
            return;
        }

        if (IsForeign)
        {
            SavedAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        else if (Transaction is null)
        {
            Context.Database.CommitEmpty();
        }
    }

    /// <summary>Writes what is due as the last thing of a transaction, and commits it in the same trip, unless another interceptor is yet to see the commit coming.</summary>
    /// <returns>Whether it is committed, and the dispatcher told.</returns>
    public async ValueTask<bool> CommittingAsync(DbTransaction transaction, Guid id, CancellationToken cancellationToken)
    {
        if (_messages.DueIn(id) is not { Count: > 0 } due)
        {
            return false;
        }

        if (IsWatched)
        {
            await WriteAsync(transaction, id, cancellationToken).ConfigureAwait(false);
            return false;
        }

        _messages.Written(id); // first: where nobody learns whether it was committed, nobody is to say that it was never saved
        await Context.GetService<IOutbox>().CommitAsync(transaction, due, cancellationToken).ConfigureAwait(false);
        _messages.RemoveWrittenIn(id);
        return true;
    }

    private async ValueTask WriteAsync(DbTransaction transaction, Guid id, CancellationToken cancellationToken)
    {
        if (_messages.DueIn(id) is { Count: > 0 } due)
        {
            await Context.GetService<IOutbox>().AppendAsync(transaction, due, cancellationToken).ConfigureAwait(false);
            _messages.Written(id);
        }
    }

    public void Committed(DbTransaction transaction, Guid id)
    {
        var services = Options?.ApplicationServiceProvider;
        if (_messages.RemoveWrittenIn(id) > 0)
        {
            services?.GetService<IOutboxSignal>()?.Set();
        }
        else
        {
            services?.GetService<OutboxSignal>()?.Committed(transaction); // an OutboxWriter may have written in it
        }

        Rest();
    }

    public void RolledBack(Guid id)
    {
        _messages.RemoveRolledBack(id);
        Rest();
    }

    public void UsesForeign(Guid id) => _foreign = id;

    /// <summary>The context goes back to its pool.</summary>
    public void ResetState()
    {
        Dispose();
        Clear();
        _foreign = null;
    }

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_messages.Forgotten is var forgotten and > 0)
        {
            NeverSaved(forgotten, current.Context.GetType().Name);
            _messages.Clear();
        }
    }

    private CoreOptionsExtension? Options => Context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>();

    private bool IsWatched => Options?.Interceptors?.Any(i => i is IDbTransactionInterceptor) == true
        || Context.GetService<IEnumerable<IInterceptor>>().Any(i => i is IDbTransactionInterceptor and not OutboxInterceptor);

    private void Saved(object? sender, SavedChangesEventArgs e)
    {
        if (Transaction is { } open)
        {
            _messages.Saved(open, e.AcceptAllChangesOnSuccess);
        }
    }

    private void ForgetRolledBack()
    {
        if (_messages.RemoveAllBut(Transaction) is var forgotten and > 0)
        {
            RolledBack(forgotten, Context.GetType().Name);
        }
    }

    private void Rest()
    {
        if (_messages.Count == 0 && _perSave.IsOn)
        {
            _perSave.TurnOff(Context.Database);
            Context.SavedChanges -= Saved;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} messages were enqueued in {Context} and never saved: they are not sent. Call SaveChanges, or commit, after Enqueue.", EventName = "MessagesNeverSaved")]
    private partial void NeverSaved(int count, string context);

    [LoggerMessage(2, LogLevel.Information, "{Count} messages in {Context} ended with a transaction that was not committed: they are not sent.", EventName = "MessagesRolledBack")]
    private partial void RolledBack(int count, string context);
}
