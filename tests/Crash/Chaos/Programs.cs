using System.Diagnostics;

namespace DistPatterns.Crash.Chaos;

/// <summary>The programs that servers are controlled by.</summary>
internal static class Programs
{
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        if (!await TryRunAsync(program, arguments))
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
        }
    }

    public static async Task<bool> TryRunAsync(string program, params string[] arguments)
    {
        // through a shell: a server that it starts would keep a pipe open
        using var process = Process.Start("bash", ["-c", "\"$0\" \"$@\" </dev/null >/dev/null 2>&1", program, .. arguments]);
        try
        {
            await Patience.WaitAsync(process.WaitForExitAsync(), $"the end of {program} {string.Join(' ', arguments)}");
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0;
    }

    /// <summary>SIGKILL.</summary>
    public static async Task KillAsync(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
