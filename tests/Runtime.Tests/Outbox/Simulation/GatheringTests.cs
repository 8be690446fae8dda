using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Resilience;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

/// <summary>How long the dispatcher lets messages come together before it reads again, while they come all the time.</summary>
public sealed class GatheringTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(10, 40)] // it reads for a quarter of its time
    [InlineData(100, 300)] // but waits for no longer than a message may wait that nothing told of
    [InlineData(400, 400)]
    [InlineData(10, 10, 1)] // nor at all when more was left behind
    public void Reads_follow_each_other_as_fast_as_they_are(int milliseconds, int apart, int batchSize = 500)
    {
        var options = new OutboxOptions { Buckets = 1, BatchSize = batchSize, MaxPollInterval = TimeSpan.FromMilliseconds(300) };
        var simulation = new Runtime.Tests.Simulation.Simulation(seed: 1);
        var time = simulation.Time;
        var signal = new OutboxSignal();
        var reads = new List<TimeSpan>();
        using var stop = new CancellationTokenSource();
        OutboxTable table = null!;
        table = new(time, options.Buckets)
        {
            Reading = async () =>
            {
                reads.Add(simulation.Elapsed);
                await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time);
                table.Commit(Messages.Of("", "a"));
                signal.Set();
                if (reads.Count == 10)
                {
                    stop.Cancel();
                }
            },
        };

        simulation.RunCaptured(() => new OutboxDispatcher(
            table, new Confirming(), signal, options, new RetryBudget(timeProvider: time), new(options, time, simulation.Random), new(), time, simulation.Random, NullLogger<OutboxDispatcher>.Instance)
            .RunAsync(stop.Token, CancellationToken.None));

        Assert.All(reads.Zip(reads.Skip(1), (a, b) => b - a), gap => Assert.Equal(TimeSpan.FromMilliseconds(apart), gap));
    }

    private sealed class Confirming : IOutboxTransport
    {
        public ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken) => new([.. Enumerable.Repeat(PublishResult.Confirmed, batch.Length)]);
    }
}
