using System.Diagnostics;

namespace DistPatterns.Package.Tests.Testing;

/// <summary>Runs the machine's <c>dotnet</c> as a user's shell would.</summary>
internal static class DotNet
{
    // a test runner leaves the paths of its own MSBuild behind
    private static readonly string[] NotInherited = ["MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildSDKsPath"];

    public static async Task<(int ExitCode, string Output)> Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in NotInherited)
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en"; // its messages are read
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // no process outlives the test
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
