using System.Diagnostics;

namespace DistPatterns.Crash;

/// <summary>A child, as its parent sees it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    public ChildProcess(string mode, ChildTask task, string[]? more = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments =
        [
            typeof(ChildProcess).Assembly.Location, "child", mode, task.Database.Engine, task.Database.Connection, $"{task.Port}", $"{task.Point}", $"{task.After}", $"{task.Mutation}", .. more ?? [],
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    /// <summary>Waits for a line that begins so, and gives the rest of it.</summary>
    public async Task<string> SaysAsync(string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(words, StringComparison.Ordinal))
            {
                return line[words.Length..].Trim();
            }
        }

        throw new InvalidOperationException($"The child ended before it said '{words}'.");
    }

    public async Task EndsAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    /// <summary>SIGKILL.</summary>
    /// <exception cref="InvalidOperationException">It has ended by itself.</exception>
    public async Task KillAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The child ended by itself, with {_process.ExitCode}.");
        }

        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
