using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore.Sequences;

/// <summary>One random sequence of what a program can do with two contexts on one connection, beside the model of what it means.</summary>
internal sealed class OutboxSequence : IAsyncDisposable
{
    private const int Contexts = 2;
    private readonly SequenceWorld _world;
    private readonly Random _random;
    private readonly SequenceSetting _setting;
    private readonly IServiceScope[] _scopes;
    private readonly TrackingModel _model = new(Contexts);
    private readonly List<string> _steps = [];
    private IDbContextTransaction? _transaction;
    private int _owner;

    public OutboxSequence(SequenceWorld world, int seed)
    {
        (_world, _random) = (world, new(seed));
        _setting = new(IsWatched: OneIn(2), Retries: OneIn(4), IsPooled: OneIn(3));
        _scopes = [.. Enumerable.Range(0, Contexts).Select(_ => world.NewScope(_setting))];
    }

    private bool CanBegin => !_setting.Retries && !_model.IsInTransaction;

    public override string ToString() => $"{_setting}\n{string.Join("\n", _steps)}";

    public async Task RunAsync()
    {
        for (var step = _random.Next(5, 30); step > 0; step--)
        {
            await StepAsync(_random.Next(Contexts));
            if (!_model.IsInTransaction)
            {
                await CheckAsync();
            }
        }

        await EndAsync(commits: false);
        await CheckAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _world.Faults.Next = Fault.None;
        await EndAsync(commits: false);
        foreach (var scope in _scopes)
        {
            scope.Dispose();
        }
    }

    private async Task StepAsync(int context)
    {
        switch (_random.Next(20))
        {
            case < 3:
                Add(context);
                break;
            case < 6:
                Enqueue(context);
                break;
            case < 12:
                await SaveAsync(context);
                break;
            case < 14 when CanBegin:
                await BeginAsync(context);
                break;
            case 12 when _model.IsInTransaction:
                await CommitAsync();
                break;
            case 13 when _model.IsInTransaction:
                await RollbackAsync();
                break;
            case 14 or 15 when _model.IsInTransaction:
                await UseSavepointAsync();
                break;
            case 14 when _setting.Retries:
                await RunAgainUntilCommittedAsync(context);
                break;
            case 15 when CanBegin && _model.HasMessages(context):
                await SaveInScopeAsync(context);
                break;
            case 16:
                Note(context, "ChangeTracker.Clear");
                Db(context).ChangeTracker.Clear();
                _model.Forget(context);
                break;
            case 17:
                Note(context, "Outbox.Clear");
                Db(context).Outbox().Clear();
                _model.ForgetMessages(context);
                break;
            case 18 when OneIn(3):
                Note(context, "AcceptAllChanges");
                Db(context).ChangeTracker.AcceptAllChanges();
                _model.Forget(context);
                break;
            case 19 when OneIn(3):
                await ReplaceAsync(context);
                break;
        }
    }

    private void Add(int context)
    {
        var order = new Order();
        Note(context, $"Add {order.Id}");
        Db(context).Add(order);
        _model.Add(context, new(order.Id, IsMessage: false));
    }

    private void Enqueue(int context)
    {
        var message = Db(context).Outbox().Enqueue(new OrderPlaced(Guid.Empty), OneIn(2) ? "key" : null);
        Note(context, $"Enqueue {message.Id}");
        _model.Add(context, new(message.Id, IsMessage: true));
    }

    private async Task SaveAsync(int context)
    {
        var db = Db(context);
        var (accepts, isAsync, fault) = (!OneIn(6), OneIn(2), OneIn(2) ? Fault.None : (Fault)_random.Next((int)Fault.CommitLost + 1));
        if (fault == Fault.CommitLost && !_setting.IsWatched)
        {
            fault = Fault.None;
        }

        Note(context, $"Save {fault}{(accepts ? "" : ", not accepted")}{(isAsync ? ", async" : "")}");
        await JoinAsync(context);
        var obstacle = Obstacle(db, fault);
        _world.Faults.Next = fault;
        _world.Faults.Commits.Lost = fault == Fault.CommitLost ? 1 : 0;
        var error = await Record.ExceptionAsync(async () => _ = isAsync
            ? await db.SaveChangesAsync(accepts, new CancellationToken(fault == Fault.Cancelled))
            : db.SaveChanges(accepts));
        _world.Faults.Next = Fault.None;
        _world.Faults.Commits.Lost = 0;
        if (obstacle is not null)
        {
            db.Entry(obstacle).State = EntityState.Detached;
        }

        Assert.True(error is null || fault != Fault.None || _model.Conflicts(context), error?.ToString());
        Assert.True(error is not null || fault is not (Fault.TakenId or Fault.StaleAccount or Fault.Refused), "The save did not fail.");
        if (error is null && fault != Fault.Suppressed)
        {
            _model.Save(context, accepts);
        }
    }

    private static object? Obstacle(SequenceDb db, Fault fault)
    {
        switch (fault)
        {
            case Fault.TakenId:
                return db.Add(new Order { Id = SequenceWorld.TakenId }).Entity;
            case Fault.StaleAccount or Fault.StaleAccountSuppressed:
                var account = db.Attach(new Account { Id = 1, Version = 99 }).Entity;
                account.Note = "changed";
                return account;
            default:
                return null;
        }
    }

    private async Task BeginAsync(int context)
    {
        Note(context, "Begin");
        _owner = context;
        _transaction = OneIn(2) ? await Db(context).Database.BeginTransactionAsync() : Db(context).Database.BeginTransaction();
        _model.Begin();
    }

    private async Task CommitAsync()
    {
        var isLost = _setting.IsWatched && OneIn(5);
        Note(_owner, isLost ? "Commit, lost" : "Commit");
        _world.Faults.Commits.Lost = isLost ? 1 : 0;
        var error = await Record.ExceptionAsync(() => EndAsync(commits: true));
        Assert.Equal(isLost, error is ConnectionLostException);
        if (isLost)
        {
            await EndAsync(commits: false);
        }
    }

    private async Task RollbackAsync()
    {
        var explicitly = OneIn(2);
        Note(_owner, explicitly ? "Rollback" : "Dispose the transaction");
        if (explicitly)
        {
            await _transaction!.RollbackAsync();
        }

        await EndAsync(commits: false);
    }

    private async Task UseSavepointAsync()
    {
        if (_model.Savepoints.Count > 0 && OneIn(2))
        {
            var back = _model.Savepoints[_random.Next(_model.Savepoints.Count)];
            Note(_owner, $"Roll back to {back}");
            await _transaction!.RollbackToSavepointAsync(back);
            _model.RollbackTo(back);
            return;
        }

        var name = $"s{_steps.Count}";
        Note(_owner, $"Savepoint {name}");
        await _transaction!.CreateSavepointAsync(name);
        _model.SetSavepoint(name);
    }

    /// <summary>What an execution strategy runs again as a whole, until a commit is not lost.</summary>
    private async Task RunAgainUntilCommittedAsync(int context)
    {
        var (clears, lost) = (OneIn(2), _setting.IsWatched ? _random.Next(3) : 0);
        Note(context, $"Execution strategy{(clears ? ", clears" : "")}, {lost} commits lost");
        _world.Faults.Commits.Lost = lost;
        await Db(context).Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            if (clears)
            {
                Db(context).ChangeTracker.Clear();
                _model.Forget(context);
            }

            await BeginAsync(context);
            try
            {
                Add(context);
                Enqueue(context);
                if (_model.Conflicts(context))
                {
                    return; // what was saved and not accepted cannot be saved again
                }

                await Db(context).SaveChangesAsync();
                _model.Save(context, accepts: true);
                await EndAsync(commits: true);
            }
            finally
            {
                await EndAsync(commits: false);
            }
        });
    }

    /// <summary>A transaction of System.Transactions: the save is refused, and nothing of it is written whether the scope completes or not.</summary>
    private async Task SaveInScopeAsync(int context)
    {
        var (completes, isAsync) = (OneIn(2), OneIn(2));
        Note(context, $"Save in a TransactionScope{(completes ? " that completes" : "")}");
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        Assert.NotNull(await Record.ExceptionAsync(async () => _ = isAsync ? await Db(context).SaveChangesAsync() : Db(context).SaveChanges()));
        if (completes)
        {
            scope.Complete();
        }
    }

    private async Task ReplaceAsync(int context)
    {
        Note(context, "Dispose the context");
        if (_model.IsInTransaction && _owner == context)
        {
            await EndAsync(commits: false);
        }

        _scopes[context].Dispose();
        _scopes[context] = _world.NewScope(_setting);
        _model.Forget(context);
    }

    /// <summary>The second context takes part in the transaction of the first.</summary>
    private async Task JoinAsync(int context)
    {
        if (_model.IsInTransaction && context != _owner && Db(context).Database.CurrentTransaction is null)
        {
            await Db(context).Database.UseTransactionAsync(_transaction!.GetDbTransaction());
        }
    }

    private async Task EndAsync(bool commits)
    {
        if (_transaction is null)
        {
            return;
        }

        if (commits)
        {
            await _transaction.CommitAsync();
            _model.Commit();
        }
        else
        {
            _model.Rollback();
        }

        await _transaction.DisposeAsync();
        _transaction = null;
        await Db(1 - _owner).Database.UseTransactionAsync(null);
    }

    private async Task CheckAsync()
    {
        var found = await _world.ReadAsync();
        Assert.True(found.SetEquals(_model.Committed), $"{Differences(found.Except(_model.Committed), "invented")}{Differences(_model.Committed.Except(found), "lost")}");

        static string Differences(IEnumerable<Item> items, string what) => string.Concat(items.Select(i => $"{(i.IsMessage ? "message" : "order")} {i.Id} {what}; "));
    }

    private SequenceDb Db(int context) => _scopes[context].ServiceProvider.GetRequiredService<SequenceDb>();

    private void Note(int context, string step) => _steps.Add($"{(context == 0 ? "first" : "second")} context: {step}");

    private bool OneIn(int number) => _random.Next(number) == 0;
}
