using System.Data.Common;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class OutboxStoreTests
{
    private static readonly Guid Me = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_is_written_comes_back_as_it_was(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        var full = Messages.Of("full", "order-1") with
        {
            Version = 7, Headers = new Dictionary<string, string> { ["tenant"] = "Ümläut \"quoted\"" }, TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        var bare = new Envelope(Guid.NewGuid(), "t", "d", ReadOnlyMemory<byte>.Empty);
        var part = Messages.Of("part", "order-1") with { Body = new byte[] { 1, 2, 3, 4 }.AsMemory(1, 2) };

        await database.CommitAsync(full, bare, part);

        var read = (await database.ReadAsync()).Select(m => m.Envelope).ToDictionary(e => e.Id);
        Assert.Equal(3, read.Count);
        Assert.Equivalent(full with { Body = default }, read[full.Id] with { Body = default }, strict: true);
        Assert.Equal("full", Messages.Text(read[full.Id]));
        Assert.Equivalent(bare with { Body = default }, read[bare.Id] with { Body = default }, strict: true);
        Assert.Equal(0, read[bare.Id].Body.Length);
        Assert.Equal(new byte[] { 2, 3 }, read[part.Id].Body.ToArray());
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_is_written_with_the_commit_is_committed_as_it_was(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine, o => o.StrictKeyOrder = true);
        var alone = Messages.Of("alone", "order-1") with { Version = 7, Headers = new Dictionary<string, string> { ["tenant"] = "é" }, Delay = TimeSpan.Zero };
        Envelope[] two = [Messages.Of("first", "order-1"), Messages.Of("second", "order-1")];
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);

        foreach (var envelopes in new[] { [alone], two })
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await database.Outbox.CommitAsync(transaction, envelopes, Cancel);
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync(Cancel)); // it is over
        }

        var read = (await database.ReadAsync()).Select(m => m.Envelope).ToArray();
        Assert.Equal(["alone", "first", "second"], read.Select(Messages.Text));
        Assert.Equivalent(alone with { Body = default, Delay = null }, read[0] with { Body = default }, strict: true);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_message_that_cannot_be_written_with_the_commit_leaves_nothing_of_the_transaction(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.CommitAsync(Messages.Of("before"));
        await using (var connection = await database.Source.OpenConnectionAsync(Cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await database.Outbox.AppendAsync(transaction, [Messages.Of("lost")], Cancel);
            await using (var command = connection.CreateCommand())
            {
                command.Transaction = transaction;
                command.CommandText = "alter table dp_outbox rename column body to other"; // as if the tables were others
                await command.ExecuteNonQueryAsync(Cancel);
            }

            await Assert.ThrowsAnyAsync<DbException>(async () => await database.Outbox.CommitAsync(transaction, [Messages.Of("refused")], Cancel));
        }

        Assert.Equal(["before"], await database.BodiesAsync());
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Batches_of_all_buckets_are_deleted_at_once_and_nothing_else_is(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.CommitAsync([.. Enumerable.Range(0, 200).Select(i => Messages.Of($"{i}", $"key-{i}"))]);
        var (gone, stays) = ((await database.ReadAsync()).Where((_, i) => i % 3 > 0).ToArray(), (await database.ReadAsync()).Where((_, i) => i % 3 == 0).ToArray());

        await Task.WhenAll(gone.GroupBy(m => m.Bucket).Select(b => database.Queue.DeleteAsync(b.Key, [.. b.Select(m => m.Sequence)], Cancel).AsTask()));

        Assert.Equal(stays.Select(m => m.Sequence), (await database.ReadAsync()).Select(m => m.Sequence));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Nothing_is_left_of_a_transaction_that_rolled_back(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await using (var connection = await database.Source.OpenConnectionAsync(Cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await database.Services.GetRequiredService<OutboxWriter>().EnqueueAsync(transaction, new OrderPlaced("1", 5), "1", cancellationToken: Cancel);
        }

        Assert.Empty(await database.ReadAsync());
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_key_has_one_bucket_and_its_order_and_many_keys_have_all_buckets(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.CommitAsync([.. Enumerable.Range(0, 300).Select(i => Messages.Of($"{i}", $"key-{i % 100}"))]);

        var read = await database.ReadAsync();

        Assert.Equal(16, read.Select(m => m.Bucket).Distinct().Count());
        Assert.All(read.GroupBy(m => m.Envelope.Key), key =>
        {
            Assert.Single(key.Select(m => m.Bucket).Distinct());
            Assert.Equal(3, key.Count());
            Assert.Equal(key.Select(m => int.Parse(Messages.Text(m.Envelope))).Order(), key.Select(m => int.Parse(Messages.Text(m.Envelope))));
        });
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_read_takes_the_first_of_each_bucket_that_is_asked_for(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.CommitAsync([.. Enumerable.Range(0, 200).Select(i => Messages.Of($"{i}", $"key-{i}"))]);
        var all = await database.ReadAsync(1000);

        var read = await database.Queue.ReadAsync([3, 5], 2, Cancel);

        Assert.Equal(all.Where(m => m.Bucket == 3).Take(2).Concat(all.Where(m => m.Bucket == 5).Take(2)).Select(m => m.Sequence), read.Select(m => m.Sequence));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_waits_for_its_time_holds_up_nobody(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        var (later, due) = (Messages.Of("later", "k") with { Delay = TimeSpan.FromHours(1) }, Messages.Of("due", "k") with { Delay = TimeSpan.Zero });
        await database.CommitAsync(later, due, Messages.Of("now", "k"));
        Assert.Equal(["due", "now"], await database.BodiesAsync());
        Assert.Equal(2, (await database.Queue.MeasureAsync(Cancel)).Waiting);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_is_tried_again_holds_up_the_later_ones_of_its_key_only(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.CommitAsync(Messages.Of("a1", "a"), Messages.Of("a2", "a"), Messages.Of("a3", "a"), Messages.Of("b1", "b"), Messages.Of("none"));
        var leases = await database.HoldAllAsync(Me);
        var second = (await database.ReadAsync()).Single(m => Messages.Text(m.Envelope) == "a2");

        Assert.True(await database.Queue.PostponeAsync(Me, leases[second.Bucket], [new(second.Sequence, 1, TimeSpan.FromHours(1))], Cancel));
        Assert.Equal(["a1", "b1", "none"], (await database.BodiesAsync()).Order());

        Assert.True(await database.Queue.PostponeAsync(Me, leases[second.Bucket], [new(second.Sequence, 2, TimeSpan.Zero)], Cancel));
        Assert.Equal(["a1", "a2", "a3"], (await database.BodiesAsync()).Where(b => b.StartsWith('a')));
        Assert.Equal(2, (await database.ReadAsync()).Single(m => m.Sequence == second.Sequence).Attempts);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Of_those_tried_again_only_what_still_waits_is_kept(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.CommitAsync(Messages.Of("1", "a"), Messages.Of("2", "a"), Messages.Of("3", "a"));
        var read = await database.ReadAsync();
        var lease = (await database.HoldAllAsync(Me))[read[0].Bucket];

        await database.Queue.PostponeAsync(Me, lease, [new(read[0].Sequence, 1, TimeSpan.Zero)], Cancel);
        await database.Queue.PostponeAsync(Me, lease, [new(read[1].Sequence, 1, TimeSpan.FromHours(1))], Cancel);
        await database.Queue.PostponeAsync(Me, lease, [new(read[2].Sequence, 1, TimeSpan.FromHours(1))], Cancel);

        Assert.Equal(2L, await database.CountAsync("dp_outbox_postponed"));
        Assert.Equal(["1"], await database.BodiesAsync());
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_former_holder_can_delete_what_the_broker_has_and_change_nothing_else(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.CommitAsync(Messages.Of("1", "a"), Messages.Of("2", "a"));
        var first = (await database.ReadAsync())[0];
        var old = (await database.HoldAllAsync(Me))[first.Bucket];
        await database.Queue.LeaveAsync(Me, Cancel);
        var next = (await database.HoldAllAsync(Guid.NewGuid()))[first.Bucket];

        Assert.Equal(old.Epoch + 1, next.Epoch);
        Assert.False(await database.Queue.PostponeAsync(Me, old, [new(first.Sequence, 1, TimeSpan.FromHours(1))], Cancel));
        Assert.False(await database.Queue.ParkAsync(Me, old, [new(first.Sequence, 1, "broken", true)], Cancel));
        Assert.Equal(["1", "2"], await database.BodiesAsync());
        await database.Queue.DeleteAsync(first.Bucket, [first.Sequence], Cancel);
        Assert.Equal(["2"], await database.BodiesAsync());
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_number_of_buckets_other_than_the_tables_is_refused(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine, buckets: 8);
        var error = await Assert.ThrowsAsync<BucketCountMismatchException>(async () => await database.Queue.CheckAsync(Cancel));
        Assert.Equal((16, 8), (error.Configured, error.Found));
        await Assert.ThrowsAsync<BucketCountMismatchException>(() => database.CommitAsync(Messages.Of("1")));
        await Assert.ThrowsAsync<BucketCountMismatchException>(() => database.HoldAllAsync(Me));
        Assert.Equal(8L, await database.CountAsync("dp_outbox_lease"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Without_tables_a_write_says_what_to_run(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.Source.QueryAsync("drop table dp_outbox_meta");
        var error = await Assert.ThrowsAsync<SchemaMismatchException>(() => database.CommitAsync(Messages.Of("1")));
        Assert.Contains("no tables of 'outbox'", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_message_too_large_is_refused_where_it_is_written(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine, o => o.MaxMessageBytes = 10);
        await database.CommitAsync(Messages.Of("0123456789"));
        var error = await Assert.ThrowsAsync<MessageTooLargeException>(() => database.CommitAsync(Messages.Of("0123456789+")));
        Assert.Equal((11, 10L), (error.Size, error.Limit));
        Assert.Equal(["0123456789"], await database.BodiesAsync());
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task It_knows_how_full_it_is(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        Assert.Equal(new OutboxDepth(0, TimeSpan.Zero, 0), await database.Queue.MeasureAsync(Cancel));
        await database.CommitAsync(Messages.Of("1", "a"), Messages.Of("2", "b"));
        await database.Source.QueryAsync(engine == Engine.Postgres
            ? "update dp_outbox set enqueued_at = enqueued_at - interval '1 hour' where order_key = 'a'"
            : "update dp_outbox set enqueued_at = enqueued_at - 3600000 where order_key = 'a'");

        var depth = await database.Queue.MeasureAsync(Cancel);

        Assert.Equal(2, depth.Waiting);
        Assert.InRange(depth.OldestAge, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
    }

    [Fact]
    public async Task With_strict_order_the_second_writer_of_a_key_waits_for_the_first()
    {
        await using var database = await OutboxDatabase.CreateAsync(Engine.Postgres, o => o.StrictKeyOrder = true);
        await database.CommitAsync(Messages.Of("0", "warm"));
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await database.Outbox.AppendAsync(transaction, [Messages.Of("first", "a"), Messages.Of("b", "b")], Cancel);

        var second = database.CommitAsync(Messages.Of("second", "a"), Messages.Of("b2", "b"));
        await database.CommitAsync(Messages.Of("other", "c"));
        await WaitForLockAsync(database, second);

        await transaction.CommitAsync(Cancel);
        await second;
        Assert.Equal(["first", "second"], (await database.ReadAsync()).Where(m => m.Envelope.Key == "a").Select(m => Messages.Text(m.Envelope)));
    }

    [Fact]
    public async Task With_strict_order_a_commit_that_waits_for_a_key_ends_with_its_token()
    {
        await using var database = await OutboxDatabase.CreateAsync(Engine.Postgres, o => o.StrictKeyOrder = true);
        await using var holder = await database.Source.OpenConnectionAsync(Cancel);
        await using var holds = await holder.BeginTransactionAsync(Cancel);
        await database.Outbox.AppendAsync(holds, [Messages.Of("first", "a")], Cancel);
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        using var leave = new CancellationTokenSource();

        var second = database.Outbox.CommitAsync(transaction, [Messages.Of("second", "a")], leave.Token).AsTask();
        await WaitForLockAsync(database, second);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    private static async Task WaitForLockAsync(OutboxDatabase database, Task waiter)
    {
        while (Convert.ToInt64(await database.Source.QueryAsync("select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())")) == 0)
        {
            Assert.False(waiter.IsCompleted);
        }
    }
}
