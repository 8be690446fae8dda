using DistPatterns.Messaging;
using DistPatterns.Resilience;

namespace DistPatterns.Outbox;

/// <summary>
/// How many messages may be on their way to a broker that it has not confirmed, over all batches. Within a batch each key goes in order
/// (<see cref="OrderedBatch"/>).
/// </summary>
/// <remarks>
/// When the connection is lost, what was on its way may have arrived or not: it counts as not tried, so it is sent again, and may arrive twice.
/// No message is blamed for that.
/// </remarks>
/// <param name="size">How many messages.</param>
/// <param name="patience">For how long the broker may confirm nothing of a batch.</param>
/// <param name="time">What measures that.</param>
/// <param name="giveUp">Called when the patience is over and messages of the batch are on their way; says why they are given up.</param>
internal sealed class ConfirmWindow(int size, TimeSpan patience, TimeProvider time, Func<Exception> giveUp)
{
    private readonly SemaphoreSlim _places = new(size);

    /// <summary>Sends each message in a place of the window.</summary>
    /// <param name="batch">The messages.</param>
    /// <param name="send">
    /// Sends one message and waits for the broker's answer. The place is taken until it ends, also where it goes on after its token has fired:
    /// the message is still on its way. What it throws tells of the connection and not of the message.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A result for each message, in the order of the batch.</returns>
    /// <exception cref="TimeoutException">The batches before it kept the window full.</exception>
    /// <exception cref="Exception">Nothing is known to have arrived: what <paramref name="send"/> threw, or why the messages were given up.</exception>
    public async ValueTask<PublishResult[]> PublishAsync(
        ReadOnlyMemory<Envelope> batch, Func<Envelope, CancellationToken, Task<PublishResult>> send, CancellationToken cancellationToken)
    {
        using var silence = new TimeLimit(patience, time, cancellationToken);
        Exception? lost = null;
        var results = await OrderedBatch.PublishAsync(batch, SendAsync).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (results.Any(r => r != PublishResult.NotTried))
        {
            return results;
        }

        return lost is null && !silence.IsOver ? results : throw lost ?? new TimeoutException($"No place in the window of {size} was free for {patience}.");

        async Task<PublishResult> SendAsync(Envelope envelope)
        {
            if (!await TryEnterAsync(silence.Token).ConfigureAwait(false))
            {
                return PublishResult.NotTried;
            }

            try
            {
                var result = await SendAndLeaveAsync(() => send(envelope, silence.Token)).WaitAsync(silence.Token).ConfigureAwait(false);
                if (result.IsConfirmed)
                {
                    silence.Extend(patience);
                }

                return result;
            }
            catch (OperationCanceledException) when (silence.Token.IsCancellationRequested)
            {
                lost ??= silence.IsOver ? giveUp() : null;
                return PublishResult.NotTried;
            }
            catch (Exception e)
            {
                lost ??= e;
                return PublishResult.NotTried;
            }
        }
    }

    private async ValueTask<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<PublishResult> SendAndLeaveAsync(Func<Task<PublishResult>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }
}
