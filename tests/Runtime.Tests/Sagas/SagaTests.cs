using DistPatterns.Messaging;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Sagas;

namespace DistPatterns.Runtime.Tests.Sagas;

public sealed class SagaTests
{
    private const string Completed = "Completed: order=Done pay=Done reserve=Done approve=Done ship=Done thank=Done";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task All_steps_are_done_in_their_order(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine);
        await world.PlaceAsync("o1");
        await world.RunAsync();
        Assert.Equal(("charge reserve approve ship thank", Completed), (world.Order.Done, await world.StatusAsync("o1")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_step_that_fails_has_what_was_done_undone_in_reverse(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine, ("approve", [Conduct.RefuseForGood]));
        await world.PlaceAsync("o1");
        await world.RunAsync();
        Assert.Equal("charge reserve approve:RefuseForGood release refund cancel", world.Order.Done);
        Assert.Equal("Compensated: order=Compensated pay=Compensated reserve=Compensated approve=Failed", await world.StatusAsync("o1"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_step_that_is_refused_is_not_undone_itself(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine, ("charge", [Conduct.Refuse]));
        await world.PlaceAsync("o1");
        await world.RunAsync();
        Assert.Equal(("charge:Refuse cancel", "Compensated: order=Compensated pay=Failed"), (world.Order.Done, await world.StatusAsync("o1")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_step_that_throws_is_tried_again_and_then_given_up(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine, ("reserve", [Conduct.Throw, Conduct.Throw, Conduct.Obey]));
        await world.PlaceAsync("o1");
        await world.RunAsync();
        Assert.Equal((Completed, 1L), (await world.StatusAsync("o1"), await world.CountAsync("reserve", "o1")));

        await using var given = await SagaWorld.CreateAsync(engine, ("reserve", [Conduct.Throw, Conduct.Throw, Conduct.Throw]));
        await given.PlaceAsync("o1");
        await given.RunAsync();
        Assert.Equal("charge reserve:Throw reserve:Throw reserve:Throw refund cancel", given.Order.Done);
        Assert.Equal(("Compensated: order=Compensated pay=Compensated reserve=Failed", 0L), (await given.StatusAsync("o1"), await given.CountAsync("reserve", "o1")));
        Assert.Contains("SagaStepFailed", given.Logged);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_step_that_hangs_is_left_behind_and_tried_again_and_then_given_up(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine, ("reserve", [Conduct.Hang, Conduct.Obey]), ("approve", [Conduct.Hang, Conduct.Hang, Conduct.Hang]));
        await world.PlaceAsync("o1");
        await world.RunAsync(world.DeliverInTimeAsync);
        Assert.Equal("charge reserve:Hang reserve approve:Hang approve:Hang approve:Hang release refund cancel", world.Order.Done);
        Assert.Equal("Compensated: order=Compensated pay=Compensated reserve=Compensated approve=Failed", await world.StatusAsync("o1"));
        Assert.Contains("HandlerLeftBehind", world.Logged);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_undoes_a_step_is_tried_until_it_succeeds(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(
            engine, ("approve", [Conduct.RefuseForGood]), ("release", [.. Enumerable.Repeat(Conduct.Throw, 5), Conduct.RefuseForGood]), ("refund", [Conduct.Refuse, Conduct.Refuse, Conduct.StaySilent]));
        await world.PlaceAsync("o1");
        // the command that nobody answered is sent again under its id, and its inbox holds it for a copy: the participant must answer by itself, later
        await world.RunAsync(async e =>
        {
            await world.DeliverAsync(e);
            if (world.Order.Done.EndsWith("refund:StaySilent", StringComparison.Ordinal) && e.Type == "Refund" && (await world.OutboxAsync()).All(o => o.Type != "Refunded"))
            {
                await world.SendAsync(new Refunded("o1"));
            }
        });
        Assert.Equal("Compensated: order=Compensated pay=Compensated reserve=Compensated approve=Failed", await world.StatusAsync("o1"));
        Assert.Equal(1, await world.CountAsync("release", "o1"));
        Assert.Contains("SagaCompensationFailed", world.Logged);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task After_the_pivot_there_is_only_forward(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine, ("ship", [.. Enumerable.Repeat(Conduct.Refuse, 8)]));
        await world.PlaceAsync("o1");
        await world.RunAsync();
        Assert.Equal((Completed, 1L, 0L), (await world.StatusAsync("o1"), await world.CountAsync("ship", "o1"), await world.CountAsync("refund", "o1")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_command_that_nobody_answers_is_sent_again_under_its_id_and_then_undone_for_it_may_have_had_its_effect(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine, ("charge", [Conduct.ObeyInSilence]));
        await world.PlaceAsync("o1");
        List<Guid> charges = [];
        var start = world.Time.GetUtcNow();
        await world.RunAsync(e =>
        {
            charges.AddRange(e.Type == "Charge" ? [e.Id] : []);
            return world.DeliverAsync(e);
        });

        Assert.Equal(2, charges.Count);
        Assert.Single(charges.Distinct());
        Assert.Equal(TimeSpan.FromMinutes(2), world.Time.GetUtcNow() - start - TimeSpan.FromMinutes(1)); // two of the step, and the stale one of the refund, for which the run waited too
        Assert.Equal("Compensated: order=Compensated pay=Compensated", await world.StatusAsync("o1"));
        Assert.Equal((1L, 1L), (await world.CountAsync("charge", "o1"), await world.CountAsync("refund", "o1")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_late_message_for_a_finished_saga_changes_nothing_and_is_logged(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine);
        await world.PlaceAsync("o1");
        await world.RunAsync();
        var before = await world.LoadAsync("o1");

        foreach (var late in new object[] { new Charged("o1"), new Declined("o1"), new Refunded("o1"), new Placed("o1", 99), new Charged("nobody") })
        {
            Assert.Equal(Receipt.Handled, await world.DeliverToSagaAsync(world.Codec.Enclose(late)));
        }

        Assert.Equal((before!.Version, Completed), ((await world.LoadAsync("o1"))!.Version, await world.StatusAsync("o1")));
        Assert.Empty(await world.OutboxAsync());
        Assert.Equal(5, world.Logged.Count(e => e == "LateSagaMessage"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_message_that_is_not_for_the_step_it_is_at_changes_nothing(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine);
        await world.DeliverToSagaAsync(world.Codec.Enclose(new Placed("o1", 10)));
        foreach (var stray in new object[] { new Shipped("o1"), new Refunded("o1"), new Placed("o1", 99) })
        {
            await world.DeliverToSagaAsync(world.Codec.Enclose(stray));
        }

        Assert.Equal("Running: order=Done pay=Running", await world.StatusAsync("o1"));
        Assert.Equal(3, world.Logged.Count(e => e == "SagaMessageOutOfTurn"));
        await world.RunAsync();
        Assert.Equal(Completed, await world.StatusAsync("o1"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_timer_that_the_saga_went_on_without_changes_nothing(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine);
        await world.DeliverToSagaAsync(world.Codec.Enclose(new Placed("o1", 10)));
        var timeout = (await world.OutboxAsync()).Single(e => e.Type == "dp.saga.timer");
        await world.DeliverToSagaAsync(world.Codec.Enclose(new Charged("o1")));

        await world.DeliverToSagaAsync(timeout);

        var record = (await world.LoadAsync("o1"))!;
        Assert.Equal((2, 1, "Running: order=Done pay=Done reserve=Running"), (record.Version, record.Steps[^1].Attempt, await world.StatusAsync("o1")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Two_starts_at_once_start_one(Engine engine)
    {
        await using var world = await SagaWorld.CreateAsync(engine);
        var starts = Enumerable.Range(1, 6).Select(i => world.Codec.Enclose(new Placed("o1", i))).ToList();
        await Task.WhenAll(starts.Select(s => Task.Run(() => DeliverThroughConflictsAsync(world, s), Cancel)));
        Assert.Equal((1L, 1L), (await world.Database.CountAsync("dp_saga"), (await world.OutboxAsync()).Count(e => e.Type == "Charge")));
    }

    [Fact]
    public async Task Of_two_that_meet_at_one_version_the_second_is_handled_anew()
    {
        await using var world = await SagaWorld.CreateAsync(Engine.Postgres);
        await world.DeliverToSagaAsync(world.Codec.Enclose(new Placed("o1", 10)));
        var timeout = (await world.OutboxAsync()).Single(e => e.Type == "dp.saga.timer");
        var meeting = new MeetingStore(new SqlSagaStore());
        world.Store = _ => meeting;

        await Task.WhenAll(
            Task.Run(() => DeliverThroughConflictsAsync(world, timeout), Cancel),
            Task.Run(() => DeliverThroughConflictsAsync(world, world.Codec.Enclose(new Charged("o1"))), Cancel));

        Assert.Equal(1, meeting.Lost);
        var record = await world.LoadAsync("o1");
        Assert.True((record!.Version, record.Steps.Count) is (2, 3) or (3, 3), $"version {record.Version}: the reply counts, first or second; a timer that comes second is stale");
    }

    [Fact]
    public async Task A_message_that_loses_each_time_is_left_to_be_delivered_again()
    {
        await using var world = await SagaWorld.CreateAsync(Engine.Sqlite);
        var loser = new LosingStore(new SqlSagaStore());
        world.Store = _ => loser;
        await Assert.ThrowsAsync<SagaConflictException>(() => DeliverThroughConflictsAsync(world, world.Codec.Enclose(new Placed("o1", 1))));
        Assert.Equal((11, 0L, 0L), (loser.Tries, await world.Database.CountAsync("dp_inbox"), await world.Database.CountAsync("test_outbox")));
    }

    [Theory, InlineData(Engine.Postgres, false), InlineData(Engine.Postgres, true), InlineData(Engine.Sqlite, false), InlineData(Engine.Sqlite, true)]
    public async Task A_crash_before_or_after_any_commit_loses_nothing_and_doubles_nothing(Engine engine, bool fails)
    {
        await using var world = await SagaWorld.CreateAsync(engine, fails ? [("approve", [Conduct.RefuseForGood, Conduct.RefuseForGood])] : []);
        await world.PlaceAsync("o1");
        await world.RunAsync(async e =>
        {
            world.Crashes = true;
            await Assert.ThrowsAnyAsync<Exception>(() => world.DeliverAsync(e));
            world.Crashes = false;
            world.Restart();
            await world.DeliverAsync(e); // killed after the commit and before the acknowledgement,
            world.Restart();
            await world.DeliverAsync(e); // so it comes again
        });

        Assert.Equal(fails ? "Compensated: order=Compensated pay=Compensated reserve=Compensated approve=Failed" : Completed, await world.StatusAsync("o1"));
        foreach (var what in fails ? ["charge", "reserve", "release", "refund", "cancel"] : new[] { "charge", "reserve", "approve", "ship", "thank" })
        {
            Assert.Equal((what, 1L), (what, await world.CountAsync(what, "o1")));
        }
    }

    // its waits are of virtual time
    private static async Task DeliverThroughConflictsAsync(SagaWorld world, Envelope envelope)
    {
        var delivery = Task.Run(() => world.DeliverToSagaAsync(envelope), Cancel);
        while (!delivery.IsCompleted)
        {
            world.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.WhenAny(delivery, Task.Delay(1, Cancel));
        }

        await delivery;
    }
}
