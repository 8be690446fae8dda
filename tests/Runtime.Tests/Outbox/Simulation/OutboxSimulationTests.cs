using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

public sealed class OutboxSimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Everything_committed_is_sent_and_no_key_is_out_of_order()
    {
        int committed = 0, duplicates = 0;
        Seeds.ForEach(seed =>
        {
            var run = new OutboxSimulation(seed).Run();

            Assert.Equal((0, 0), (run.Lost, run.OutOfOrder));
            (committed, duplicates) = (committed + run.Committed, duplicates + run.Duplicates);
        });
        output.WriteLine($"{committed} messages committed, {duplicates} duplicates sent");
        Assert.True(committed > 0 && duplicates > 0);
    }

    [Fact]
    public void A_seed_gives_the_same_run_again() => Assert.Equal(new OutboxSimulation(7).Run().Trace, new OutboxSimulation(7).Run().Trace);

    [Fact]
    public void A_signal_finds_every_message_without_a_poll() => Seeds.ForEach(seed => Assert.Equal(0, new SignalSimulation(seed).Run().Late));

    [Fact]
    public void To_acknowledge_before_sending_loses_messages() =>
        Assert.NotNull(Seeds.First(seed => new OutboxSimulation(seed, Mutation.AckBeforePublish).Run().Lost > 0));

    [Fact]
    public void To_delete_before_the_confirm_loses_messages() =>
        Assert.NotNull(Seeds.First(seed => new OutboxSimulation(seed, Mutation.DeleteBeforeConfirm).Run().Lost > 0));

    [Fact]
    public void A_signal_that_is_not_kept_leaves_messages_to_the_poll() =>
        Assert.NotNull(Seeds.First(seed => new SignalSimulation(seed, kept: false).Run().Late > 0));
}
