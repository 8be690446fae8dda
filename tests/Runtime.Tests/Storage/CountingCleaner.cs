using System.Threading.Channels;
using DistPatterns.Inbox;
using DistPatterns.Sagas;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Storage;

/// <summary>Tells of each round that it is asked for, and fails in all of them.</summary>
internal sealed class CountingCleaner : IInboxCleaner, ISagaCleaner
{
    private readonly Channel<TimeSpan> _rounds = Channel.CreateUnbounded<TimeSpan>();

    public int Waiting => _rounds.Reader.Count;

    public ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        _rounds.Writer.TryWrite(retention);
        throw new InvalidOperationException("The database is away.");
    }

    public Task<TimeSpan> NextAsync() => _rounds.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>The next round. The service may not wait yet when the time moves, so it is moved until it has heard.</summary>
    public async Task NextAfterAsync(FakeTimeProvider time, TimeSpan interval)
    {
        var next = NextAsync();
        while (!next.IsCompleted)
        {
            time.Advance(interval);
            await Task.Yield();
        }

        await next;
    }
}
