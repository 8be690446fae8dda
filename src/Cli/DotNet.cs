namespace DistPatterns.Cli;

/// <summary>Runs the machine's own <c>dotnet</c>.</summary>
internal static class DotNet
{
    // its messages are read
    private static readonly Dictionary<string, string> InEnglish = new() { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1" };

    /// <exception cref="CheckException">There is no <c>dotnet</c> to run.</exception>
    public static async Task<(int ExitCode, string Output)> Run(string folder, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var answer = await ChildProcess.Run("dotnet", folder, arguments, InEnglish, cancel);
        return (answer.ExitCode, answer.Output + answer.Error);
    }
}
