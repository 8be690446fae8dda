using System.Data.Common;
using DistPatterns.Sagas;

namespace DistPatterns.Runtime.Tests.Sagas;

/// <summary>Lets the first two that load a saga go on only when both have.</summary>
internal sealed class MeetingStore(ISagaStore inner) : ISagaStore
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _loads, _lost;

    public int Lost => _lost;

    public async ValueTask<SagaRecord?> LoadAsync(DbTransaction transaction, string saga, string key, CancellationToken cancellationToken)
    {
        var record = await inner.LoadAsync(transaction, saga, key, cancellationToken);
        if (Interlocked.Increment(ref _loads) == 2)
        {
            _met.SetResult();
        }

        await _met.Task.WaitAsync(cancellationToken);
        return record;
    }

    public async ValueTask<bool> TrySaveAsync(DbTransaction transaction, SagaRecord record, CancellationToken cancellationToken)
    {
        var saved = await inner.TrySaveAsync(transaction, record, cancellationToken);
        if (!saved)
        {
            Interlocked.Increment(ref _lost);
        }

        return saved;
    }
}

/// <summary>Another is always faster.</summary>
internal sealed class LosingStore(ISagaStore inner) : ISagaStore
{
    public int Tries { get; private set; }

    public ValueTask<SagaRecord?> LoadAsync(DbTransaction transaction, string saga, string key, CancellationToken cancellationToken) =>
        inner.LoadAsync(transaction, saga, key, cancellationToken);

    public ValueTask<bool> TrySaveAsync(DbTransaction transaction, SagaRecord record, CancellationToken cancellationToken)
    {
        Tries++;
        return ValueTask.FromResult(false);
    }
}
