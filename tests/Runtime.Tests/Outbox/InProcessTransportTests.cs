using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class InProcessTransportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_consumer_of_the_destination_gets_a_message()
    {
        RecordingReceiver first = new("first"), second = new("second"), other = new("other", "payments");
        var results = await new InProcessTransport([first, second, other]).PublishAsync(new[] { Messages.Of("1"), Messages.Of("2") }, Cancel);
        Assert.All(results, r => Assert.True(r.IsConfirmed));
        Assert.Equal(["1", "2"], first.Received);
        Assert.Equal(["1", "2"], second.Received);
        Assert.Empty(other.Received);
    }

    [Fact]
    public async Task A_key_stops_at_its_first_failure_and_the_others_go_on()
    {
        var receiver = new RecordingReceiver { Handle = e => Messages.Text(e) == "a1" ? throw new IOException("no") : Task.CompletedTask };
        var results = await new InProcessTransport([receiver]).PublishAsync(new[] { Messages.Of("a1", "a"), Messages.Of("b1", "b"), Messages.Of("a2", "a"), Messages.Of("none") }, Cancel);
        Assert.Equal(["b1", "none"], receiver.Received);
        Assert.Equal("no", results[0].Error!.Message);
        Assert.Equal(PublishResult.NotTried, results[2]);
    }

    [Fact]
    public async Task One_consumer_that_fails_keeps_no_other_from_its_message()
    {
        RecordingReceiver broken = new("broken") { Handle = _ => throw new IOException("no") }, second = new("second");
        var results = await new InProcessTransport([broken, second]).PublishAsync(new[] { Messages.Of("1") }, Cancel);
        Assert.Equal("no", results[0].Error!.Message);
        Assert.Equal(["1"], second.Received);
    }

    [Fact]
    public async Task A_message_that_no_consumer_receives_waits_for_its_destination()
    {
        var results = await new InProcessTransport([]).PublishAsync(new[] { Messages.Of("1") }, Cancel);
        Assert.Equal("orders", Assert.IsAssignableFrom<DestinationAwayException>(results[0].Error).Destination);
    }

    [Fact]
    public async Task What_was_handled_before_the_time_was_up_is_confirmed()
    {
        using var late = new CancellationTokenSource();
        var receiver = new RecordingReceiver();
        receiver.Handle = e =>
        {
            if (Messages.Text(e) == "2")
            {
                late.Cancel();
                late.Token.ThrowIfCancellationRequested();
            }

            return Task.CompletedTask;
        };
        var results = await new InProcessTransport([receiver]).PublishAsync(new[] { Messages.Of("1"), Messages.Of("2"), Messages.Of("3") }, late.Token);
        Assert.Equal([PublishResult.Confirmed, PublishResult.NotTried, PublishResult.NotTried], results);
    }
}
