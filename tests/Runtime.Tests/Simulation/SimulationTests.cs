namespace DistPatterns.Runtime.Tests.Simulation;

public sealed class SimulationTests
{
    [Fact]
    public void An_hour_passes_in_no_time_and_in_order()
    {
        var simulation = new Simulation(seed: 1);
        List<int> order = [];
        simulation.Run(async () =>
        {
            await Task.WhenAll(new[] { 30, 10, 20 }.Select(async minutes =>
            {
                await Task.Delay(TimeSpan.FromMinutes(minutes), simulation.Time).ConfigureAwait(false);
                order.Add(minutes);
            })).ConfigureAwait(false);
        });

        Assert.Equal([10, 20, 30], order);
        Assert.Equal(TimeSpan.FromMinutes(30), simulation.Elapsed);
    }

    [Fact]
    public void What_is_due_at_one_time_happens_in_an_order_that_the_seed_decides()
    {
        Assert.Equal(Order(1), Order(1));
        Assert.True(Enumerable.Range(1, 10).Select(seed => string.Join(",", Order(seed))).Distinct().Count() > 1);

        static List<int> Order(int seed)
        {
            var simulation = new Simulation(seed);
            List<int> order = [];
            for (var i = 0; i < 5; i++)
            {
                var number = i;
                simulation.Schedule(TimeSpan.FromSeconds(1), () => order.Add(number));
            }

            simulation.Run(() => Task.Delay(TimeSpan.FromSeconds(2), simulation.Time));
            return order;
        }
    }

    [Fact]
    public void Whoever_leaves_the_thread_is_caught()
    {
        var simulation = new Simulation(seed: 1);
        var error = Assert.Throws<InvalidOperationException>(() => simulation.Run(async () =>
        {
            var elsewhere = Task.Run(() => simulation.Schedule(TimeSpan.Zero, () => { }), TestContext.Current.CancellationToken);
            simulation.Schedule(TimeSpan.FromSeconds(1), () => elsewhere.Wait(TestContext.Current.CancellationToken));
            await elsewhere.ConfigureAwait(false);
        }));
        Assert.StartsWith("Left the thread", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Semaphores_and_channels_come_back_through_the_queue_where_their_context_is_captured()
    {
        var simulation = new Simulation(seed: 1);
        var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
        using var semaphore = new SemaphoreSlim(0);
        var thread = Environment.CurrentManagedThreadId;
        simulation.RunCaptured(async () =>
        {
            simulation.Schedule(TimeSpan.FromSeconds(1), () => semaphore.Release());
            simulation.Schedule(TimeSpan.FromSeconds(2), () => channel.Writer.TryWrite(7));
            await semaphore.WaitAsync(CancellationToken.None); // with a token that can be cancelled, a semaphore leaves the context by itself
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            Assert.Equal(7, await channel.Reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
        });
        Assert.Equal(TimeSpan.FromSeconds(2), simulation.Elapsed);
    }

    [Fact]
    public void A_timer_that_was_changed_or_disposed_of_does_not_fire_as_it_was_set()
    {
        var simulation = new Simulation(seed: 1);
        List<TimeSpan> fired = [];
        var timer = simulation.Time.CreateTimer(_ => fired.Add(simulation.Elapsed), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2));
        simulation.Run(() => Task.Delay(TimeSpan.FromSeconds(6), simulation.Time));
        timer.Dispose();
        simulation.Run(() => Task.Delay(TimeSpan.FromSeconds(6), simulation.Time));

        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)], fired);
    }

    [Fact]
    public void Everybody_waiting_for_nothing_is_a_deadlock() =>
        Assert.Throws<InvalidOperationException>(() => new Simulation(seed: 1).Run(() => new TaskCompletionSource().Task));
}
