using DistPatterns.Resilience;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class TransitionQueueTests
{
    private static readonly BreakerTransition Opened = new(BreakerState.Closed, BreakerState.Open, BreakerReason.Window, null);
    private static readonly BreakerTransition HalfOpened = new(BreakerState.Open, BreakerState.HalfOpen, BreakerReason.BreakOver, null);

    private readonly List<BreakerState> delivered = [];

    [Fact]
    public void Transitions_published_in_another_order_than_they_were_made_are_delivered_in_theirs()
    {
        var queue = new TransitionQueue(DeliverAsync);
        queue.Publish(2, HalfOpened);
        Assert.Empty(delivered);
        queue.Publish(1, Opened);
        Assert.Equal([BreakerState.Open, BreakerState.HalfOpen], delivered);
    }

    [Fact]
    public async Task The_next_is_delivered_only_after_a_slow_callback_has_ended()
    {
        var isEnded = new TaskCompletionSource();
        var last = new TaskCompletionSource();
        var queue = new TransitionQueue(async transition =>
        {
            await DeliverAsync(transition);
            await (transition == Opened ? isEnded.Task : Task.CompletedTask);
            if (transition == HalfOpened)
            {
                last.SetResult();
            }
        });
        queue.Publish(1, Opened);
        queue.Publish(2, HalfOpened);
        Assert.Equal([BreakerState.Open], delivered);
        isEnded.SetResult();
        await last.Task;
        Assert.Equal([BreakerState.Open, BreakerState.HalfOpen], delivered);
    }

    private ValueTask DeliverAsync(BreakerTransition transition)
    {
        delivered.Add(transition.To);
        return ValueTask.CompletedTask;
    }
}
