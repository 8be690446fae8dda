namespace DistPatterns.Runtime.Tests.Crash;

/// <summary>A program whose database and broker are taken away from it, in short: <c>dotnet run --project tests/Crash -- chaos</c>. Those runs are here that leave the servers to others.</summary>
[Collection("RabbitMQ")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact(Timeout = 300_000)]
    public async Task While_sessions_end_and_a_queue_is_missing_nothing_is_lost_or_out_of_order_or_done_twice()
    {
        CrashProgram.SkipWithoutPostgres();
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_RABBITMQ_CTL")), "DISTPATTERNS_TEST_RABBITMQ_CTL is not set: there is no RabbitMQ to test with.");
        Assert.Equal(0, await CrashProgram.RunAsync(output, "chaos", "--scale", "0.05", "--runs", "sessions-ended", "no-consumer"));
    }
}
