using System.Data.Common;
using Microsoft.Extensions.Options;

namespace DistPatterns.EventSourcing;

/// <summary>How far a projection is. It may run in this process or in another.</summary>
public sealed class Projection
{
    private readonly ProjectionCheckpoints _checkpoints;
    private readonly IOptions<ProjectionOptions> _options;
    private readonly TimeProvider _time;
    private TaskCompletionSource _moved = NewSignal();
    private TaskCompletionSource _wanted = NewSignal();

    internal Projection(string name, ProjectionCheckpoints checkpoints, IOptions<ProjectionOptions> options, TimeProvider time) =>
        (Name, _checkpoints, _options, _time) = (name, checkpoints, options, time);

    /// <summary>Its name, under which it is known how far it is.</summary>
    public string Name { get; }

    /// <summary>The place of the last event that it has applied.</summary>
    public ValueTask<Position> GetPositionAsync(CancellationToken cancellationToken = default) => _checkpoints.LoadAsync(Name, cancellationToken);

    /// <summary>
    /// Waits until an event is applied: with the place that an append gave, a reader sees what was written. A transaction elsewhere that stays
    /// open can hold a projection up, so bound the wait.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask WaitAsync(Position position, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var moved = Volatile.Read(ref _moved).Task; // before the look: what moves after it is heard
            if (await GetPositionAsync(cancellationToken).ConfigureAwait(false) >= position)
            {
                return;
            }

            Wake();
            await moved.WaitAsync(_options.Value.PollInterval, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Lets it begin again at the first event. Empty its read model in the same transaction.</summary>
    public ValueTask ResetAsync(DbTransaction transaction, CancellationToken cancellationToken = default) =>
        ProjectionCheckpoints.ResetAsync(transaction, Name, cancellationToken);

    /// <summary>Says that events are there. It is kept while nobody waits for it.</summary>
    internal void Wake() => Volatile.Read(ref _wanted).TrySetResult();

    internal async Task WaitForWakeAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _wanted).Task.WaitAsync(atMost, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref _wanted, NewSignal());
    }

    internal void Moved() => Interlocked.Exchange(ref _moved, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
