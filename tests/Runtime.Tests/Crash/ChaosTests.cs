namespace DistPatterns.Runtime.Tests.Crash;

/// <summary>
/// A program whose database and broker are taken away from it, in short: <c>dotnet run --project tests/Crash -- chaos</c>. Those
/// runs are here that leave the servers to others.
/// </summary>
[Collection("RabbitMQ")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Theory(Timeout = 600_000)]
    [InlineData("sessions-ended")]
    [InlineData("no-consumer")]
    public async Task Nothing_is_lost_or_out_of_order_or_done_twice(string run)
    {
        CrashProgram.SkipWithoutPostgres();
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_RABBITMQ_CTL")), "DISTPATTERNS_TEST_RABBITMQ_CTL is not set: there is no RabbitMQ to test with.");
        Assert.Equal(0, await CrashProgram.RunAsync(output, "chaos", "--scale", "0.05", "--runs", run));
    }
}
