using System.Diagnostics;

namespace DistPatterns.Cli.Tests.Testing;

/// <summary>A run of a sample in a process of its own.</summary>
internal static class SampleProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs the program of a project to its end, and gives the lines that it wrote.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines, string Errors)> RunAsync(string project, params string[] args)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var build = Path.Combine(AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar)[^3..^1]); // as Debug/net10.0
        var program = Path.Combine(project, "bin", build, $"{Path.GetFileName(project)}.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                lines.Add(line);
                TestContext.Current.TestOutputHelper?.WriteLine(line);
            }

            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, lines, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
