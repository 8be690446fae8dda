using DistPatterns.Messaging;
using DistPatterns.Resilience;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Messaging;

/// <summary>How long a handler may take, and what becomes of one that does not end.</summary>
public sealed class HandlerTimeLimitTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_knows_its_deadline_which_is_that_of_its_calls_too()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        var seen = new List<TimeSpan?>();
        using var host = Host(database, c => c.Handle<Placed>((_, context, _) =>
        {
            seen.AddRange([context.Deadline?.Remaining, Deadline.Current?.Remaining]);
            return default;
        }));

        await Receive(host);

        Assert.Equal([TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)], seen);
        Assert.Null(Deadline.Current);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_handler_that_is_late_is_cancelled_and_its_message_can_be_tried_again(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var (attempts, begun) = (0, new TaskCompletionSource());
        using var host = Host(database, c => c.TimeLimit(TimeSpan.FromSeconds(2)).Handle<Placed>(async (_, context, cancel) =>
        {
            await RecordAsync(context);
            begun.TrySetResult();
            await (++attempts == 1 ? Task.Delay(Timeout.Infinite, cancel) : Task.CompletedTask);
        }));

        var receiving = Receive(host);
        await begun.Task.WaitAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => receiving);

        Assert.Equal("'inventory' had 00:00:02 to handle a message, and that is over.", error.Message);
        Assert.Equal((0, 0), (await database.CountAsync("effect"), await database.CountAsync("dp_inbox")));
        Assert.Equal(Receipt.Handled, await Receive(host));
        Assert.Equal(1, await database.CountAsync("effect"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_handler_that_hangs_is_left_behind_without_its_transaction_and_does_not_keep_the_next_attempt_waiting(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var (attempts, wake, woken) = (0, new TaskCompletionSource(), new TaskCompletionSource<Exception?>());
        using var host = Host(database, c => c.Handle<Placed>(async (_, context, _) =>
        {
            await RecordAsync(context);
            if (++attempts == 1)
            {
                await wake.Task; // whatever becomes of the token
                woken.SetResult(await Xunit.Record.ExceptionAsync(async () => await RecordAsync(context)));
            }
        }));

        await Assert.ThrowsAsync<HandlerHangsException>(() => EndAsync(Receive(host)));
        Assert.Equal(Receipt.Handled, await Receive(host));
        wake.SetResult();

        Assert.NotNull(await woken.Task.WaitAsync(Cancel)); // it has nothing left to write in
        Assert.Equal(1, await database.CountAsync("effect"));
        Assert.Contains("HandlerLeftBehind", host.Services.GetServices<ILoggerProvider>().OfType<RecordedLog>().Single().Entries.Select(e => e.Event));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_handler_that_is_left_behind_while_it_asks_the_database_does_not_keep_the_next_attempt_waiting_either()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Postgres);
        var attempts = 0;
        using var host = Host(database, c => c.Handle<Placed>(async (_, context, _) =>
        {
            await RecordAsync(context);
            if (++attempts == 1)
            {
                await using var command = new NpgsqlCommand("select pg_sleep(3)", (NpgsqlConnection)context.Transaction.Connection!, (NpgsqlTransaction)context.Transaction);
                await command.ExecuteNonQueryAsync(CancellationToken.None); // whatever becomes of the token
            }
        }));

        await Assert.ThrowsAsync<HandlerHangsException>(() => EndAsync(Receive(host)));

        Assert.Equal(Receipt.Handled, await Receive(host));
        Assert.Equal(1, await database.CountAsync("effect"));
    }

    [Fact]
    public async Task A_handler_that_hangs_when_its_connection_is_lost_is_left_behind_too()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var lost = new CancellationTokenSource();
        using var host = Host(database, c => c.Handle<Placed>((_, _, _) =>
        {
            lost.Cancel();
            return new(new TaskCompletionSource().Task);
        }));

        await Assert.ThrowsAsync<HandlerHangsException>(() => EndAsync(Receive(host, lost.Token)));
    }

    [Theory, InlineData(9), InlineData(3_600_001)]
    public void A_limit_out_of_range_is_refused_as_the_program_is_put_together(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddDistPatterns(d => d.AddConsumer("inventory", c => c.TimeLimit(TimeSpan.FromMilliseconds(milliseconds)))));

    private readonly Guid _id = Guid.CreateVersion7();

    private IHost Host(PatternDatabase database, Action<ConsumerBuilder> configure) => database.Host(d => d.AddMessage<Placed>("orders").AddConsumer("inventory", configure), _time);

    private Task<Receipt> Receive(IHost host, CancellationToken? cancel = null)
    {
        var envelope = host.Services.GetRequiredService<MessageCodec>().Enclose(new Placed(7)) with { Id = _id };
        return host.Services.GetServices<IMessageReceiver>().Single().ReceiveAsync(envelope, cancel ?? Cancel).AsTask();
    }

    /// <summary>Lets time pass until it has ended.</summary>
    private async Task EndAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Cancel);
        }

        await task;
    }

    private static async Task RecordAsync(MessageContext context)
    {
        await using var command = context.Transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = ("insert into effect values ('placed', 7)", context.Transaction);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public sealed record Placed(int Number);
}
