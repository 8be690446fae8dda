using System.Data.Common;
using System.Diagnostics;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Runtime.Tests.Messaging;

public sealed class ConsumerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_message_takes_effect_once_for_each_consumer(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        using var host = database.Host(d => d
            .AddMessage<Placed>("orders")
            .AddConsumer("inventory", c => c.Handle<Placed, Record>())
            .AddConsumer("billing", c => c.Handle<Placed, Record>().Handle<Placed>((m, context, _) => RecordAsync(context, "second", m.Number))));
        var envelope = Codec(host).Enclose(new Placed(7));

        Assert.Equal(Receipt.Handled, await Receiver(host, "inventory").ReceiveAsync(envelope, Cancel));
        Assert.Equal(Receipt.Duplicate, await Receiver(host, "inventory").ReceiveAsync(envelope, Cancel));
        Assert.Equal(1, await database.CountAsync("effect"));
        Assert.Equal(Receipt.Handled, await Receiver(host, "billing").ReceiveAsync(envelope, Cancel));
        Assert.Equal(3, await database.CountAsync("effect"));
        Assert.Equal(["orders"], Receiver(host, "billing").Destinations);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_handler_that_fails_leaves_nothing_and_the_message_comes_again(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var fails = true;
        using var host = database.Host(d => d.AddMessage<Placed>().AddConsumer("inventory", c => c.Handle<Placed, Record>().Handle<Placed>((_, _, _) =>
            fails ? throw new InvalidOperationException("The first time it fails.") : default)));
        var envelope = Codec(host).Enclose(new Placed(7));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Receiver(host, "inventory").ReceiveAsync(envelope, Cancel));
        Assert.Equal((0, 0), (await database.CountAsync("effect"), await database.CountAsync("dp_inbox")));

        fails = false;
        Assert.Equal(Receipt.Handled, await Receiver(host, "inventory").ReceiveAsync(envelope, Cancel));
        Assert.Equal((1, 1), (await database.CountAsync("effect"), await database.CountAsync("dp_inbox")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Copies_that_come_at_once_take_effect_once(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        using var host = database.Host(d => d.AddMessage<Placed>().AddConsumer("inventory", c => c.Handle<Placed, Record>()));
        var envelope = Codec(host).Enclose(new Placed(7));

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Receiver(host, "inventory").ReceiveAsync(envelope, Cancel).AsTask())));

        Assert.Single(receipts, Receipt.Handled);
        Assert.Equal(1, await database.CountAsync("effect"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Messages_that_come_together_are_handled_once_in_one_transaction(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        HashSet<DbTransaction> transactions = [];
        using var host = database.Host(d => d.AddMessage<Placed>().AddConsumer("inventory", c => c.InBatches(8).Handle<Placed, Record>().Handle<Placed>((_, context, _) =>
        {
            transactions.Add(context.Transaction);
            return default;
        })));
        Envelope[] envelopes = [.. Enumerable.Range(0, 5).Select(i => Codec(host).Enclose(new Placed(i)))];
        var receiver = Assert.IsAssignableFrom<IBatchReceiver>(Receiver(host, "inventory"));
        Assert.Equal(8, receiver.MaxBatch);
        await receiver.ReceiveAsync(envelopes[1], Cancel);
        transactions.Clear();

        var receipts = await receiver.ReceiveAsync([.. envelopes, envelopes[4]], Cancel);

        Assert.Equal([Receipt.Handled, Receipt.Duplicate, Receipt.Handled, Receipt.Handled, Receipt.Handled, Receipt.Duplicate], receipts);
        Assert.Equal((5, 5), (await database.CountAsync("effect"), await database.CountAsync("dp_inbox")));
        Assert.Single(transactions);
        Assert.Empty(await receiver.ReceiveAsync([], Cancel));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task When_one_of_several_fails_none_is_handled(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        using var host = database.Host(d => d.AddMessage<Placed>().AddConsumer("inventory", c => c.InBatches(8).Handle<Placed, Record>().Handle<Placed>((m, _, _) =>
            m.Number == 1 ? throw new InvalidOperationException("It fails.") : default)));
        var receiver = Assert.IsAssignableFrom<IBatchReceiver>(Receiver(host, "inventory"));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await receiver.ReceiveAsync([.. Enumerable.Range(0, 3).Select(i => Codec(host).Enclose(new Placed(i)))], Cancel));

        Assert.Equal((0, 0), (await database.CountAsync("effect"), await database.CountAsync("dp_inbox")));
    }

    [Fact]
    public async Task What_can_never_be_handled_is_poison_and_is_not_marked()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = database.Host(d => d.AddMessage<Placed>().AddConsumer("inventory", c => c.Handle<Placed, Record>()));

        await Assert.ThrowsAsync<UnknownMessageTypeException>(async () => await Receiver(host, "inventory").ReceiveAsync(new(Guid.NewGuid(), "Cancelled", "orders", "{}"u8.ToArray()), Cancel));
        await Assert.ThrowsAsync<UnreadableMessageException>(async () => await Receiver(host, "inventory").ReceiveAsync(new(Guid.NewGuid(), "Placed", "orders", "{{"u8.ToArray()), Cancel));

        Assert.Equal(0, await database.CountAsync("dp_inbox"));
    }

    [Fact]
    public async Task A_message_that_nobody_here_wants_is_done()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = database.Host(d => d.AddMessage<Placed>("orders").AddMessage<Cancelled>("orders").AddConsumer("inventory", c => c.Handle<Placed, Record>()));

        Assert.Equal(Receipt.Handled, await Receiver(host, "inventory").ReceiveAsync(Codec(host).Enclose(new Cancelled(7)), Cancel));
    }

    [Fact]
    public async Task A_delivery_continues_the_trace_of_its_message()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        ActivityContext? seen = null;
        using var host = database.Host(d => d.AddMessage<Placed>().AddConsumer("traced", c => c.Handle<Placed>((_, _, _) =>
        {
            seen = Activity.Current?.Context;
            return default;
        })));
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == "DistPatterns.Messaging", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        var envelope = Codec(host).Enclose(new Placed(7)) with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };

        await Receiver(host, "traced").ReceiveAsync(envelope, Cancel);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", seen?.TraceId.ToHexString());
    }

    [Fact]
    public async Task A_type_that_was_not_made_known_is_named()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = database.Host(d => d.AddConsumer("inventory", c => c.Handle<Placed, Record>()));
        var error = Assert.Throws<InvalidOperationException>(() => host.Services.GetServices<IMessageReceiver>().ToList());
        Assert.Contains("'inventory' takes or sends DistPatterns.Runtime.Tests.Messaging.ConsumerTests+Placed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_type_is_renamed_both_names_are_known_and_one_is_sent()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var former = database.Host(d => d.AddMessage<Placed>("orders", "Placed", "OrderPlaced").AddConsumer("inventory", c => c.Handle<Placed, Record>()));
        using var next = database.Host(d => d.AddMessage<Placed>("orders", "OrderPlaced", "Placed").AddConsumer("inventory", c => c.Handle<Placed, Record>()));
        var (old, renamed) = (Codec(former).Enclose(new Placed(1)), Codec(next).Enclose(new Placed(2)));
        Assert.Equal(("Placed", "OrderPlaced"), (old.Type, renamed.Type));

        Assert.Equal(Receipt.Handled, await Receiver(former, "inventory").ReceiveAsync(renamed, Cancel));
        Assert.Equal(Receipt.Handled, await Receiver(next, "inventory").ReceiveAsync(old, Cancel));
        Assert.Equal(2, await database.CountAsync("effect"));
        Assert.Throws<ArgumentException>(() => new MessageTypes().Add<Placed>().Add<Cancelled>(formerNames: "Placed"));
    }

    [Fact]
    public async Task Where_a_type_is_sent_to_its_name_what_was_sent_to_the_former_one_arrives()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var former = database.Host(d => d.AddMessage<Placed>());
        using var next = database.Host(d => d.UseInProcessTransport().AddMessage<Placed>(name: "OrderPlaced", formerNames: "Placed").AddConsumer("inventory", c => c.Handle<Placed, Record>()));

        var results = await next.Services.GetRequiredService<IOutboxTransport>().PublishAsync(new[] { Codec(former).Enclose(new Placed(1)), Codec(next).Enclose(new Placed(2)) }, Cancel);

        Assert.Equal([PublishResult.Confirmed, PublishResult.Confirmed], results);
        Assert.Equal(2, await database.CountAsync("effect"));
    }

    [Fact]
    public async Task Two_consumers_of_one_name_are_refused()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        Assert.Throws<ArgumentException>(() => database.Host(d => d.AddConsumer("inventory", _ => { }).AddConsumer("inventory", _ => { })));
    }

    private static MessageCodec Codec(IHost host) => host.Services.GetRequiredService<MessageCodec>();

    private static IMessageReceiver Receiver(IHost host, string consumer) => host.Services.GetServices<IMessageReceiver>().Single(r => r.Consumer == consumer);

    private static async ValueTask RecordAsync(MessageContext context, string name, int number)
    {
        await using var command = context.Transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = ($"insert into effect values ('{name}', {number})", context.Transaction);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public sealed record Placed(int Number);

    public sealed record Cancelled(int Number);

    private sealed class Record : IMessageHandler<Placed>
    {
        public ValueTask HandleAsync(Placed message, MessageContext context, CancellationToken cancellationToken) => RecordAsync(context, "placed", message.Number);
    }
}
