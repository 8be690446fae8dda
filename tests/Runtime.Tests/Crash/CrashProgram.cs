using System.Diagnostics;

namespace DistPatterns.Runtime.Tests.Crash;

/// <summary>The program <c>tests/Crash</c>, run as a process of its own.</summary>
internal static class CrashProgram
{
    // in its own folder: here would be the libraries that the tests need, of which some lack what comes with a framework
    private static readonly string Program = Path.GetFullPath(Path.Combine(
        [AppContext.BaseDirectory, "..", "..", "..", "..", "Crash", "bin", .. AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar)[^3..^1], "DistPatterns.Crash.dll"]));

    /// <summary>Runs it and shows what it prints.</summary>
    /// <returns>0 where everything held, 1 where something did not.</returns>
    public static async Task<int> RunAsync(ITestOutputHelper output, params string[] arguments)
    {
        var (code, said, errors) = await EndAsync(arguments);
        output.WriteLine(said + errors);
        Assert.Equal(code != 0, said.Contains("FAILS", StringComparison.Ordinal)); // or it broke down
        return code;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Said, string Errors)> EndAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        await using var kill = cancel.UnsafeRegister(static p => ((Process)p!).Kill(entireProcessTree: true), process); // a test whose time is up leaves none behind
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await said, await errors);
    }

    public static void SkipWithoutPostgres() =>
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_POSTGRES")), "DISTPATTERNS_TEST_POSTGRES is not set: there is no PostgreSQL to test with.");
}
