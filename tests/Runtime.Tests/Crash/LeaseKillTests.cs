namespace DistPatterns.Runtime.Tests.Crash;

/// <summary>Processes that hold a lease and are killed: <c>dotnet run --project tests/Crash -- lease</c>.</summary>
public sealed class LeaseKillTests(ITestOutputHelper output)
{
    [Fact(Timeout = 300_000)]
    public async Task The_lease_of_a_killed_process_goes_to_another_when_it_expires_and_its_token_writes_no_more() =>
        Assert.Equal(0, await RunAsync("--kills", "2"));

    [Theory(Timeout = 300_000)]
    [InlineData("LeaseNotKept")]
    [InlineData("WriteNotFenced")]
    public async Task A_mistake_is_found(string mutation) => Assert.Equal(1, await RunAsync("--kills", "1", "--mutation", mutation));

    private Task<int> RunAsync(params string[] arguments)
    {
        CrashProgram.SkipWithoutPostgres();
        return CrashProgram.RunAsync(output, ["lease", .. arguments]);
    }
}
