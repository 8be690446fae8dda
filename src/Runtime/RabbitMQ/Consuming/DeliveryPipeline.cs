using System.Threading.Channels;
using DistPatterns.Resilience;

namespace DistPatterns.Messaging;

/// <summary>
/// What the deliveries of one connection go through. Those of one key are handled one after the other, those of different keys and
/// without a key at once, or together in one transaction where the consumer can. One that fails waits for its next attempt here and
/// unacknowledged, so that it keeps its place before the others of its key; the rest goes on meanwhile.
/// </summary>
internal sealed class DeliveryPipeline
{
    private readonly KeyLanes _lanes = new();
    private readonly BackpressureStage<Delivery> _stage;
    private readonly DeliveryHandler _handler;
    private readonly Func<Delivery, ValueTask> _acknowledge;
    private readonly TimeProvider _time;
    private readonly CancellationToken _over;
    private volatile bool _ending;
    private int _handling;

    /// <param name="handler">Makes the attempts.</param>
    /// <param name="options">How many are handled at once, and sent ahead.</param>
    /// <param name="acknowledge">Tells the broker that a delivery is done with.</param>
    /// <param name="time">What attempts are spaced by.</param>
    /// <param name="over">Cancels what is being handled: the connection is gone, or the host cannot wait any longer.</param>
    public DeliveryPipeline(
        DeliveryHandler handler, RabbitMqConsumerOptions options, Func<Delivery, ValueTask> acknowledge, TimeProvider time, CancellationToken over)
    {
        (_handler, _acknowledge, _time, _over) = (handler, acknowledge, time, over);
        _stage = new BackpressureStage<Delivery>(
            new()
            {
                Capacity = options.MaxPrefetch,
                Workers = handler.Concurrency,
                MaxPrefetch = options.MaxPrefetch,
                MinPrefetch = options.MinPrefetch,
            },
            HandleAsync);
    }

    /// <summary>How many handlers are at work.</summary>
    public int Handling => Volatile.Read(ref _handling);

    /// <summary>Handles what comes, until told to end.</summary>
    public Task RunAsync() => _stage.RunAsync(CancellationToken.None);

    /// <summary>Finishes what is being handled, and begins nothing more.</summary>
    public void End()
    {
        _ending = true;
        _stage.Complete();
    }

    /// <summary>How many messages the broker should send ahead, whenever that changes.</summary>
    public IAsyncEnumerable<int> PrefetchChanges() => _stage.PrefetchChanges();

    /// <summary>Takes a delivery in, behind those of its key.</summary>
    public async Task TakeAsync(Delivery delivery)
    {
        if (!_ending && _lanes.TryEnter(delivery))
        {
            await EnqueueAsync(delivery).ConfigureAwait(false);
        }
    }

    private async Task EnqueueAsync(Delivery delivery)
    {
        try
        {
            await _stage.EnqueueAsync(delivery).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // it goes back to the broker as the connection closes
        }
    }

    private async ValueTask HandleAsync(Delivery first, CancellationToken failed)
    {
        if (_ending || _over.IsCancellationRequested)
        {
            return;
        }

        Interlocked.Increment(ref _handling);
        try
        {
            var together = WithWhatWaits(first);
            if (together.Count == 1)
            {
                await HandleOneAsync(first).ConfigureAwait(false);
            }
            else if (await _handler.TryTogetherAsync(together, _over).ConfigureAwait(false))
            {
                foreach (var delivery in together)
                {
                    await SettleAsync(delivery).ConfigureAwait(false);
                }
            }
            else
            {
                together.ForEach(Separate);
            }
        }
        catch (Exception) when (_over.IsCancellationRequested)
        {
            // it is delivered again
        }
        finally
        {
            Interlocked.Decrement(ref _handling);
        }
    }

    /// <summary>Takes what waits and may be handled together with the first.</summary>
    private List<Delivery> WithWhatWaits(Delivery first)
    {
        List<Delivery> together = [first];
        var most = _handler.IsBatchable(first) ? _handler.MaxBatch : 1;
        while (together.Count < most && _stage.TryTake(out var next))
        {
            if (!_handler.IsBatchable(next))
            {
                _ = EnqueueAsync(next); // for whoever is free: it has its lane
                break;
            }

            together.Add(next);
        }

        return together;
    }

    private async ValueTask HandleOneAsync(Delivery delivery)
    {
        if (await _handler.TryAsync(delivery, _over).ConfigureAwait(false) is { } delay)
        {
            _ = TryAgainAsync(delivery, delay);
        }
        else
        {
            await SettleAsync(delivery).ConfigureAwait(false);
        }
    }

    private void Separate(Delivery delivery)
    {
        delivery.IsAlone = true;
        _ = EnqueueAsync(delivery);
    }

    private async ValueTask SettleAsync(Delivery delivery)
    {
        await _acknowledge(delivery).ConfigureAwait(false);
        if (_lanes.Leave(delivery) is { } next)
        {
            _ = EnqueueAsync(next);
        }
    }

    private async Task TryAgainAsync(Delivery delivery, TimeSpan delay)
    {
        await Task.Delay(delay, _time, _over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ending)
        {
            await EnqueueAsync(delivery).ConfigureAwait(false);
        }
    }
}
