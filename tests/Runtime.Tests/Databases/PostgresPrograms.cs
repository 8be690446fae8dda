using System.Diagnostics;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>The programs of PostgreSQL, run as the user that may run them, in a folder that is deleted after the tests.</summary>
internal static class PostgresPrograms
{
    private const string Variable = "DISTPATTERNS_TEST_POSTGRES_PROGRAM";

    /// <summary>Runs a program to its end, which must be a good one; what it told.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var runner = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(runner), $"{Variable} is not set: there are no programs of PostgreSQL to start another cluster with.");
        var start = new ProcessStartInfo(runner!, [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var told = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Concat(told)}");
        return told[0];
    }
}
