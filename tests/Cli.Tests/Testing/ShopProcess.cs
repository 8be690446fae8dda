using System.Diagnostics;

namespace DistPatterns.Cli.Tests.Testing;

/// <summary>A run of samples/ShopFixed in a process of its own.</summary>
internal static class ShopProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end, and gives the lines that it wrote.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> RunAsync(params string[] args)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var build = Path.Combine(AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar)[^3..^1]); // as Debug/net10.0
        var program = Path.Combine(Samples.ShopFixed, "Shop.App", "bin", build, "Shop.App.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true })!;
        try
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                lines.Add(line);
                TestContext.Current.TestOutputHelper?.WriteLine(line);
            }

            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, lines);
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
