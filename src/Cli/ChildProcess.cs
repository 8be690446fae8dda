using System.ComponentModel;
using System.Diagnostics;

namespace DistPatterns.Cli;

/// <summary>What a program answered.</summary>
internal readonly record struct ProcessAnswer(int ExitCode, string Output, string Error);

/// <summary>Runs another program of this machine to its end.</summary>
internal static class ChildProcess
{
    /// <param name="program">Its name, as on the PATH.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="arguments">One each; none is read by a shell.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="cancel">Ends the program, and all that it has started.</param>
    /// <exception cref="CheckException">There is no such program.</exception>
    public static async Task<ProcessAnswer> Run(string program, string folder, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw new CheckException($"'{program}' was not found", "install it, or put it on the PATH");
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
