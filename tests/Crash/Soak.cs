using System.Diagnostics;
using System.Globalization;

namespace DistPatterns.Crash;

/// <summary>The processes of the shop, and their killer.</summary>
internal sealed class Soak(SoakDatabase database, string rabbitMq, string shop, double rate, int processes)
{
    /// <summary>The shop as it was built with this program.</summary>
    public static string Built => Path.Combine(Root(), "samples", "ShopFixed", "Shop.App", "bin", Path.Combine(AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar)[^3..^1]), "Shop.App.dll");

    public int Kills { get; private set; }

    public TimeSpan Drained { get; private set; }

    public async Task RunAsync(TimeSpan length, TimeSpan killEvery, CancellationToken cancellationToken)
    {
        using (var first = Start("--orders", "0")) // creates the tables
        {
            await first.WaitForExitAsync(cancellationToken);
        }

        var share = (rate / processes).ToString(CultureInfo.InvariantCulture);
        var running = Enumerable.Range(0, processes).Select(_ => Start("--orders", $"{int.MaxValue}", "--rate", share)).ToArray();
        try
        {
            var since = Stopwatch.StartNew();
            for (var victim = 0; since.Elapsed + killEvery < length; victim = (victim + 1) % processes)
            {
                await Task.Delay(killEvery, cancellationToken);
                await KillAsync(running[victim]);
                running[victim] = Start("--orders", $"{int.MaxValue}", "--rate", share);
            }

            var left = length - since.Elapsed;
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }
        finally
        {
            foreach (var process in running)
            {
                await KillAsync(process);
            }
        }
    }

    /// <summary>Has one process bring to an end what the killed ones have left.</summary>
    public async Task<bool> DrainAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        using var last = Start("--orders", "0");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(patience);
        try
        {
            await last.WaitForExitAsync(end.Token);
            Drained = since.Elapsed;
            return last.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            last.Kill();
            return false;
        }
    }

    private async Task KillAsync(Process process)
    {
        using (process)
        {
            Kills += process.HasExited ? throw new InvalidOperationException($"A process of the shop ended by itself, with {process.ExitCode}.") : 1;
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private Process Start(params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [shop, "--postgres", database.Connection, "--rabbitmq", rabbitMq, "--fail", "payment", "--quiet", .. more]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine(); // nobody reads it here
        return process;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DistPatterns.Analyzers.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not in a clone of the repository.");
        }

        return folder;
    }
}
