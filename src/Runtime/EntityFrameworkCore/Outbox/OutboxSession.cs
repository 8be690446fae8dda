using System.Data.Common;
using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>What one DbContext does for its messages: adds them as entities, and writes them when EF Core saves these.</summary>
internal sealed partial class OutboxSession(ICurrentDbContext current, ILoggerFactory loggers) : IResettableService, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<DbContextOutbox>();
    private int _neverSaved;
    private bool _savesLast;
    private IReadOnlyList<Envelope> _leftToCommit = [];

    public int Count => Added.Count();

    private DbContext Context => current.Context;

    private IEnumerable<EntityEntry<OutboxMessage>> Added => Context.ChangeTracker.Entries<OutboxMessage>().Where(e => e.State == EntityState.Added);

    private IServiceProvider? Application => Options?.ApplicationServiceProvider;

    private CoreOptionsExtension? Options => Context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>();

    private bool IsWatched => Options?.Interceptors?.Any(i => i is IDbTransactionInterceptor) == true
        || Context.GetService<IEnumerable<IInterceptor>>().Any(i => i is IDbTransactionInterceptor and not OutboxInterceptor);

    /// <summary>The session of a context, if it has an outbox.</summary>
    public static OutboxSession? Of(DbContext? context) =>
        context is null ? null : ((IInfrastructure<IServiceProvider>)context).Instance.GetService<OutboxSession>();

    public Envelope Enqueue(object message, string? key, long? version)
    {
        var envelope = Context.GetService<MessageCodec>().Enclose(message, key, version);
        Add(envelope);
        return envelope;
    }

    public void Add(Envelope envelope)
    {
        Context.Add(new OutboxMessage(envelope));
        _neverSaved++;
    }

    public void Clear()
    {
        foreach (var entry in Added.ToList())
        {
            entry.State = EntityState.Detached;
        }

        _neverSaved = 0;
    }

    /// <summary>Saves as the last thing before the commit of a transaction: the messages are left to that commit.</summary>
    public async Task SaveLastAsync(CancellationToken cancellationToken)
    {
        (_savesLast, _leftToCommit) = (true, []);
        try
        {
            await Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _savesLast = false;
        }
    }

    /// <summary>The transaction that the messages belong to has failed, and is rolled back: they are neither written nor told of.</summary>
    public void Failed() => (_neverSaved, _leftToCommit) = (0, []);

    /// <summary>A save begins, and all added messages take part in it.</summary>
    /// <param name="inTransaction">Whether in a transaction that is there already; otherwise the save begins one and commits it.</param>
    /// <returns>Whether the commit is what comes after the save.</returns>
    public bool Saving(bool inTransaction)
    {
        _neverSaved = 0;
        if (!inTransaction)
        {
            _leftToCommit = [];
        }

        return _savesLast || !inTransaction;
    }

    /// <summary>Writes messages into the transaction of a save; where that is committed next, with the commit, in one trip to the database.</summary>
    public async ValueTask WriteAsync(DbTransaction transaction, IReadOnlyList<Envelope> messages, bool commitsNext, CancellationToken cancellationToken)
    {
        if (commitsNext && !IsWatched)
        {
            _leftToCommit = [.. _leftToCommit, .. messages];
        }
        else
        {
            await Context.GetService<IOutbox>().AppendAsync(transaction, messages, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits a transaction with the messages that were left to its commit.</summary>
    /// <returns>Whether there were any, so that it is committed.</returns>
    public async ValueTask<bool> CommitAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (_leftToCommit is not { Count: > 0 } messages)
        {
            return false;
        }

        _leftToCommit = [];
        await Context.GetService<IOutbox>().CommitAsync(transaction, messages, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Tells the dispatcher of what was written in a transaction, by whichever writer or context.</summary>
    public void Committed(DbTransaction transaction) => Application?.GetService<OutboxSignal>()?.Committed(transaction);

    /// <summary>The context goes back to its pool.</summary>
    public void ResetState()
    {
        Dispose();
        Failed();
    }

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_neverSaved > 0)
        {
            NeverSaved(_neverSaved, current.Context.GetType().Name);
        }
    }

    [LoggerMessage(
        1, LogLevel.Warning, "{Count} messages were enqueued in {Context} and never saved: they are not sent. Call SaveChanges after Enqueue.",
        EventName = "MessagesNeverSaved")]
    private partial void NeverSaved(int count, string context);
}
