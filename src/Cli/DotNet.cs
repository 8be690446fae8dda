using System.Diagnostics;
using System.Text;

namespace DistPatterns.Cli;

/// <summary>Runs the machine's own <c>dotnet</c>.</summary>
internal static class DotNet
{
    /// <exception cref="CheckException">There is no <c>dotnet</c> to run.</exception>
    public static async Task<(int ExitCode, string Output)> Run(string folder, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en"; // its messages are read
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new CheckException("'dotnet' was not found", "install the .NET SDK (https://dot.net/download) or put it on the PATH");
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, output.ToString());

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.Append(line.Data).Append('\n');
        }
    }
}
