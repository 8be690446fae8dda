namespace DistPatterns.Runtime.Tests.Crash;

/// <summary>Arguments of <c>tests/Crash</c> that make no sense.</summary>
public sealed class ArgumentTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("--kills 0", "--kills is 0: it must be between 1 and 10000.")]
    [InlineData("--seconds -1", "--seconds is -1: it must be between 0 and 3600.")]
    [InlineData("lease --postgres none --kills 0", "--kills is 0: it must be between 1 and 10000.")]
    [InlineData("soak --postgres none --rabbitmq none --rate 0", "--rate is 0: it must be between 0.1 and 100000.")]
    [InlineData("soak --postgres none --rabbitmq none --minutes NaN", "--minutes is NaN: it must be between 0.1 and 1440.")]
    [InlineData("chaos --postgres none --rabbitmq amqp://guest:guest@localhost:5672 --rate 0", "--rate is 0: it must be between 1 and 10000.")]
    [InlineData("clocks --postgres none --libfaketime /nowhere", "--libfaketime is '/nowhere', which is not there: install the Debian package libfaketime.")]
    public async Task What_makes_no_sense_is_said_with_what_would(string arguments, string error) =>
        Assert.Equal((2, "", error), await RunAsync(arguments));

    [Fact(Timeout = 60_000)]
    public async Task What_is_no_number_is_said()
    {
        var (code, said, error) = await RunAsync("--kills many");
        Assert.Equal((2, ""), (code, said));
        Assert.Contains("'many'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_no_address_is_said()
    {
        var (code, said, error) = await RunAsync("chaos --postgres none --rabbitmq nonsense");
        Assert.Equal((2, ""), (code, said));
        Assert.StartsWith("--rabbitmq is 'nonsense': ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said, string Error)> RunAsync(string arguments)
    {
        var (code, said, error) = await CrashProgram.EndAsync(arguments.Split(' '));
        return (code, said, error.Trim());
    }
}
