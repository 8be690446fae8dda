using System.Net.Sockets;
using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Crash;

/// <summary>Sends to the broker that the parent is, a line a message, and hands what it has confirmed to the consumers of this process; with points to crash at.</summary>
internal sealed class BrokerTransport(int port, Probe probe, Mutation mutation, ProbedQueue queue, InProcessTransport consumers) : IOutboxTransport, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private StreamWriter? _to;
    private StreamReader? _from;

    public async ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        var envelopes = batch.ToArray();
        var results = Enumerable.Repeat(PublishResult.Confirmed, envelopes.Length).ToArray();
        if (mutation == Mutation.DeleteBeforeConfirm)
        {
            _ = Task.Run(async () =>
            {
                await Task.Delay(50, CancellationToken.None);
                await SendAllAsync(envelopes, CancellationToken.None);
            }, CancellationToken.None);
        }
        else
        {
            results = await SendAllAsync(envelopes, cancellationToken);
        }

        await probe.PassAsync(CrashPoint.AfterPublishBeforeAck);
        return results;
    }

    public void Dispose()
    {
        _to?.Dispose();
        _from?.Dispose();
        _turn.Dispose();
    }

    private async Task<PublishResult[]> SendAllAsync(Envelope[] envelopes, CancellationToken cancellationToken)
    {
        var half = envelopes.Length / 2;
        var first = await SendAsync(envelopes[..half]);
        if (half > 0)
        {
            await probe.PassAsync(CrashPoint.MidBatch);
            if (probe.IsDue(CrashPoint.AfterLeaseLoss))
            {
                await LoseAsync(cancellationToken);
                await SendAsync(envelopes[half..]);
                await Probe.StopAsync();
            }
        }

        return [.. first, .. await SendAsync(envelopes[half..])];
    }

    private async Task<PublishResult[]> SendAsync(Envelope[] envelopes)
    {
        await _turn.WaitAsync();
        try
        {
            await ConnectAsync();
            foreach (var envelope in envelopes)
            {
                await _to!.WriteLineAsync($"{envelope.Id} {envelope.Key} {envelope.Version}");
            }

            await _to!.FlushAsync();
            for (var i = 0; i < envelopes.Length; i++)
            {
                _ = await _from!.ReadLineAsync() ?? throw new IOException("The broker is gone.");
            }
        }
        finally
        {
            _turn.Release();
        }

        return await consumers.PublishAsync(envelopes, CancellationToken.None);
    }

    // until another has surely taken over
    private async Task LoseAsync(CancellationToken lost)
    {
        queue.StalledUntil = DateTime.MaxValue;
        await Task.Delay(Timeout.Infinite, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Child.LeaseTtl, CancellationToken.None);
    }

    private async Task ConnectAsync()
    {
        if (_to is not null)
        {
            return;
        }

        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        _to = new StreamWriter(client.GetStream());
        _from = new StreamReader(client.GetStream());
    }
}
