namespace DistPatterns.Runtime.Tests.Crash;

/// <summary>The crash matrix of <c>tests/Crash</c>, with few kills; <c>dotnet run --project tests/Crash</c> does twenty in each cell.</summary>
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    [Fact(Timeout = 900_000)]
    public async Task Whenever_a_process_is_killed_nothing_is_lost_or_out_of_order_or_done_twice() =>
        Assert.Equal(0, await RunAsync("--kills", "2", "--seconds", "6"));

    [Theory(Timeout = 300_000)]
    [InlineData("AckBeforePublish", "AfterRead")]
    [InlineData("DeleteBeforeConfirm", "AfterAckBeforeDelete")]
    [InlineData("InboxForgets", "AfterAckBeforeDelete")]
    public async Task A_mistake_is_found(string mutation, string point) => await FindsAsync(mutation, point);

    [Fact(Timeout = 300_000)]
    public async Task A_signal_that_is_not_kept_is_found()
    {
        // on SQLite the number of commits tells all the same
        CrashProgram.SkipWithoutPostgres();
        await FindsAsync("SignalNotKept", "AfterCommitBeforeSignal");
    }

    private async Task FindsAsync(string mutation, string point) =>
        Assert.Equal(1, await RunAsync("--kills", "3", "--seconds", "0", "--points", point, "--mutation", mutation));

    private Task<int> RunAsync(params string[] arguments) => CrashProgram.RunAsync(output, arguments);
}
