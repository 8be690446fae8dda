using DistPatterns.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>The way of deliveries through a connection, without a broker: all of them wait before the first is handled.</summary>
public sealed class DeliveryPipelineTests
{
    private readonly List<string> _calls = [];
    private readonly List<ulong> _acknowledged = [];
    private string? _redelivered;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeTimeProvider _time = new();

    [Fact(Timeout = 60_000)]
    public async Task What_waits_is_handled_together()
    {
        await RunAsync(new(this, maxBatch: 3), "a1 b1 c1 d1 e1");

        Assert.Equal(["a1 b1 c1", "d1 e1"], _calls);
        Assert.Equal([1, 2, 3, 4, 5], _acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_one_key_a_batch_has_one_and_the_others_follow_in_their_order()
    {
        await RunAsync(new(this, maxBatch: 10), "a1 a2 b1 a3 b2");

        Assert.Equal(["a1 b1", "a2 b2", "a3"], _calls);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_must_not_be_handled_with_others_is_handled_by_itself()
    {
        await RunAsync(new(this, maxBatch: 10) { Alone = "c1" }, "a1 b1 c1 d1 e1");

        Assert.Equal(["a1 b1", "d1 e1", "c1"], _calls);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_delivered_before_is_handled_by_itself()
    {
        _redelivered = "b1"; // whoever had it may have died of it

        await RunAsync(new(this, maxBatch: 10), "a1 b1 c1");

        Assert.Equal(["a1", "b1", "c1"], _calls.Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task When_a_batch_fails_each_is_handled_by_itself_and_only_what_failed_again()
    {
        await RunAsync(new(this, maxBatch: 10) { Failing = "b1" }, "a1 b1 b2 c1");

        Assert.Equal(["a1 b1 c1", "a1", "b1", "c1", "b1", "b2"], _calls);
        Assert.Equal([1, 4, 2, 3], _acknowledged);
    }

    private async Task RunAsync(Receiver receiver, string deliveries)
    {
        var all = deliveries.Split(' ');
        var options = new RabbitMqConsumerOptions { Concurrency = 1, RetryDelay = TimeSpan.Zero };
        var pipeline = new DeliveryPipeline(
            new(receiver, options, deadLetters: null!, _time, NullLogger.Instance), // nothing dies here
            options,
            delivery =>
            {
                _acknowledged.Add(delivery.Tag);
                if (_acknowledged.Count == all.Length)
                {
                    _done.SetResult();
                }

                return ValueTask.CompletedTask;
            },
            _time,
            TestContext.Current.CancellationToken);
        foreach (var (i, name) in all.Index())
        {
            await pipeline.TakeAsync(new((ulong)i + 1, "orders", new BasicProperties(), default, isRedelivered: name == _redelivered, new(Guid.NewGuid(), name, "orders", default) { Key = name[..1] }, defect: null));
        }

        var running = pipeline.RunAsync();
        await _done.Task.WaitAsync(TestContext.Current.CancellationToken);
        pipeline.End();
        await running;
    }

    private sealed class Receiver(DeliveryPipelineTests test, int maxBatch) : IBatchReceiver
    {
        private bool _failed;

        public string? Alone { get; init; }

        /// <summary>Fails in a batch, and once by itself.</summary>
        public string? Failing { get; init; }

        public string Consumer => "inventory";

        public IReadOnlyCollection<string> Destinations => ["orders"];

        public int MaxBatch => maxBatch;

        public bool IsBatchable(Envelope envelope) => envelope.Type != Alone;

        public ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken)
        {
            test._calls.Add(envelope.Type);
            if (envelope.Type == Failing && !_failed)
            {
                _failed = true;
                throw new InvalidOperationException("not yet");
            }

            return new(Receipt.Handled);
        }

        public ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken)
        {
            test._calls.Add(string.Join(' ', envelopes.Select(e => e.Type)));
            return envelopes.Any(e => e.Type == Failing)
                ? throw new InvalidOperationException("one of them fails")
                : new([.. envelopes.Select(_ => Receipt.Handled)]);
        }
    }
}
