using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using DistPatterns.Validation;

namespace DistPatterns.Resilience;

/// <summary>
/// A stage of a pipeline that holds a bounded number of items. A full stage makes its producer wait instead of growing
/// until memory ends; before that, its fullness lowers the prefetch of the consumer that feeds it, so that messages
/// stay at the broker where others can take them.
/// </summary>
/// <typeparam name="T">What passes through.</typeparam>
/// <remarks>Safe for concurrent use. The ambient <see cref="Deadline"/> of the producer travels with its item.</remarks>
public sealed class BackpressureStage<T>
    where T : notnull
{
    private readonly Func<T, CancellationToken, ValueTask> _handle;
    private readonly BackpressureOptions _options;
    private readonly Channel<(T Item, Deadline? Deadline)> _channel;
    private readonly PrefetchSignal _prefetch;

    /// <summary>Creates the stage; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="options">See there.</param>
    /// <param name="handle">Handles an item, under its producer's deadline. An exception ends the stage: catch what one item may fail with.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public BackpressureStage(BackpressureOptions options, Func<T, CancellationToken, ValueTask> handle)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handle);
        options.Validated();
        (_options, _handle) = (options, handle);
        _channel = Channel.CreateBounded<(T, Deadline?)>(options.Capacity);
        _prefetch = new PrefetchSignal(options, () => _channel.Reader.Count);
    }

    /// <summary>The share of the capacity that is taken, 0 to 1.</summary>
    public double Fullness => (double)_channel.Reader.Count / _options.Capacity;

    /// <summary>How many items a consumer should let its broker send ahead just now.</summary>
    public int Prefetch => _prefetch.Current;

    /// <summary>
    /// The changes of <see cref="Prefetch"/>, for one reader, until the stage ends. Values that the reader was too
    /// slow for are left out. With RabbitMQ, where a prefetch holds for consumers that begin after it, let the consumer begin anew with each.
    /// </summary>
    public IAsyncEnumerable<int> PrefetchChanges(CancellationToken cancellationToken = default) =>
        _prefetch.Changes.ReadAllAsync(cancellationToken);

    /// <summary>Adds an item, and waits while the stage is full.</summary>
    /// <exception cref="ChannelClosedException">The stage was completed, or its handler failed: then the inner exception says why.</exception>
    public async ValueTask EnqueueAsync(T item, CancellationToken cancellationToken = default)
    {
        await _channel.Writer.WriteAsync((item, Deadline.Current), cancellationToken).ConfigureAwait(false);
        _prefetch.Update();
    }

    /// <summary>Adds an item unless the stage is full or completed.</summary>
    public bool TryEnqueue(T item)
    {
        var added = _channel.Writer.TryWrite((item, Deadline.Current));
        _prefetch.Update();
        return added;
    }

    /// <summary>
    /// Takes an item that waits, for a handler that handles several at once: it is handled under the deadline of the one that the handler was called for.
    /// One whose own deadline is over goes to <see cref="BackpressureOptions.OnExpired"/>, and the next is looked at.
    /// </summary>
    /// <returns>Whether one waited.</returns>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        while (_channel.Reader.TryRead(out var waiting))
        {
            _prefetch.Update();
            item = waiting.Item;
            if (waiting.Deadline is not { IsExpired: true })
            {
                return true;
            }

            _options.OnExpired?.Invoke(item);
        }

        item = default;
        return false;
    }

    /// <summary>Takes no more items; those that wait are still handled.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Handles items until the stage is completed and empty, until a handler fails, or until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await StartWorkers(failed).ConfigureAwait(false);
        }
        finally
        {
            _prefetch.Complete();
        }
    }

    // An item has its producer's deadline or none, never that of whoever happens to run the stage.
    private Task StartWorkers(CancellationTokenSource failed)
    {
        using var scope = Deadline.Suppress();
        return Task.WhenAll(Enumerable.Range(0, _options.Workers).Select(_ => Task.Run(() => WorkAsync(failed), CancellationToken.None)));
    }

    private async Task WorkAsync(CancellationTokenSource failed)
    {
        try
        {
            await foreach (var (item, deadline) in _channel.Reader.ReadAllAsync(failed.Token).ConfigureAwait(false))
            {
                failed.Token.ThrowIfCancellationRequested(); // the reader asks for it only when nothing waits
                _prefetch.Update();
                await HandleAsync(item, deadline, failed.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            _channel.Writer.TryComplete(exception);
            await failed.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask HandleAsync(T item, Deadline? deadline, CancellationToken cancellationToken)
    {
        if (deadline is null)
        {
            await _handle(item, cancellationToken).ConfigureAwait(false);
        }
        else if (deadline.IsExpired)
        {
            _options.OnExpired?.Invoke(item);
        }
        else
        {
            using var scope = Deadline.Push(deadline);
            await _handle(item, cancellationToken).ConfigureAwait(false);
        }
    }
}
