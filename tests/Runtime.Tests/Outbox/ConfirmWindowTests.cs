using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class ConfirmWindowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<Guid, TaskCompletionSource<PublishResult>> _answers = [];
    private readonly List<Envelope> _sent = [];
    private int _givenUp;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task No_more_is_on_its_way_than_the_window_holds_over_all_batches()
    {
        var window = Window(3);
        Envelope[] first = [Message(), Message()], second = [Message(), Message()];
        var publishing = Publish(window, first);
        var other = Publish(window, second);
        Assert.Equal([.. first, second[0]], _sent);

        Answer(first[0]);
        await UntilAsync(() => _sent.Count == 4);

        Answer(first[1], second[0], second[1]);
        Assert.All([.. await publishing, .. await other], r => Assert.True(r.IsConfirmed));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_place_of_a_message_is_taken_until_the_broker_answers_although_its_batch_was_cancelled()
    {
        var window = Window(1);
        var (abandoned, next) = (Message(), Message());
        using var cancel = new CancellationTokenSource();
        var cancelled = window.PublishAsync(new[] { abandoned }, SendAsync, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var publishing = Publish(window, next);
        Assert.Equal([abandoned], _sent);
        Answer(abandoned);
        await UntilAsync(() => _sent.Count == 2);

        Answer(next);
        Assert.Equal([PublishResult.Confirmed], await publishing);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_broker_that_confirms_nothing_is_given_up_and_each_confirm_gives_it_time_anew()
    {
        var window = Window(8);
        Envelope[] batch = [Message("a"), Message("a"), Message("b")];
        var publishing = Publish(window, batch);
        _time.Advance(Patience - TimeSpan.FromSeconds(1));
        Answer(batch[0]);
        await UntilAsync(() => _sent.Count == 3);
        _time.Advance(Patience - TimeSpan.FromSeconds(1));
        Assert.Equal((0, false), (_givenUp, publishing.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([PublishResult.Confirmed, PublishResult.NotTried, PublishResult.NotTried], await publishing);
        Assert.True(_givenUp > 0);
        Assert.Equal("given up", (await Assert.ThrowsAsync<IOException>(() => Silently(window, Message()))).Message); // nothing has arrived: who asks hears why
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_lost_with_its_connection_is_not_blamed_and_said_only_where_nothing_arrived()
    {
        var window = Window(8);
        Envelope[] batch = [Message(), Message()];
        var publishing = Publish(window, batch);
        Lose(batch[0]);
        Answer(batch[1]);
        Assert.Equal([PublishResult.NotTried, PublishResult.Confirmed], await publishing);

        var lost = Message();
        publishing = Publish(window, lost);
        Lose(lost);

        Assert.Equal("lost", (await Assert.ThrowsAsync<IOException>(() => publishing)).Message);
        Assert.Equal(0, _givenUp);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_that_finds_no_place_says_so_and_gives_no_connection_up()
    {
        var window = Window(1);
        using var cancel = new CancellationTokenSource();
        _ = window.PublishAsync(new[] { Message() }, SendAsync, cancel.Token).AsTask();
        await cancel.CancelAsync(); // its message is still on its way

        var full = await Assert.ThrowsAsync<TimeoutException>(() => Silently(window, Message()));

        Assert.Equal("No place in the window of 1 was free for 00:00:30.", full.Message);
        Assert.Equal(0, _givenUp);
    }

    private ConfirmWindow Window(int size) => new(size, Patience, _time, () =>
    {
        _givenUp++;
        return new IOException("given up");
    });

    private static Envelope Message(string? key = null) => new(Guid.CreateVersion7(), "Placed", "orders", ReadOnlyMemory<byte>.Empty) { Key = key };

    private Task<PublishResult[]> Publish(ConfirmWindow window, params Envelope[] batch) => window.PublishAsync(batch, SendAsync, Cancel).AsTask();

    private Task<PublishResult[]> Silently(ConfirmWindow window, Envelope message)
    {
        var publishing = Publish(window, message);
        _time.Advance(Patience);
        return publishing;
    }

    private Task<PublishResult> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        var answer = _answers[envelope.Id] = new();
        _sent.Add(envelope);
        return answer.Task;
    }

    private void Answer(params Envelope[] messages) => Array.ForEach(messages, m => _answers[m.Id].SetResult(PublishResult.Confirmed));

    private void Lose(Envelope message) => _answers[message.Id].SetException(new IOException("lost"));

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Yield();
        }
    }
}
