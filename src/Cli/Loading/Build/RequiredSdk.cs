using System.Text.RegularExpressions;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>The SDK that a repository's global.json asks for. Without it nothing is built, and what MSBuild says instead is about anything else.</summary>
internal static partial class RequiredSdk
{
    private const string WayOut = "install it (https://dot.net/download), allow another in global.json (\"rollForward\": \"latestMajor\"), "
        + "or read the sources without it: --no-build";

    /// <exception cref="CheckException">It is not on this machine, or global.json is broken.</exception>
    public static async Task Check(string folder, CancellationToken cancel)
    {
        if (GlobalJson(folder) is not { } file)
            return;
        var (exit, output) = await DotNet.Run(folder, ["--version"], cancel);
        if (exit == 0)
            return;
        if (Requested().Match(output) is not { Success: true } requested)
        {
            var said = string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            throw new CheckException($"no SDK answers in '{folder}', where '{file}' chooses it: {said}", $"mend that file, or {WayOut}");
        }

        var installed = Installed().Matches(output).Select(m => m.Groups[1].Value).ToList();
        var others = installed.Count > 0 ? $" (it has {string.Join(", ", installed)})" : "";
        throw new CheckException($"the .NET SDK {requested.Groups[1].Value}, which '{file}' asks for, is not on this machine{others}", WayOut);
    }

    private static string? GlobalJson(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
            if (Path.Combine(at, "global.json") is var file && File.Exists(file))
                return file;
        return null;
    }

    [GeneratedRegex(@"Requested SDK version: (\S+)")]
    private static partial Regex Requested();

    [GeneratedRegex(@"^(\d+\.\S+) \[", RegexOptions.Multiline)]
    private static partial Regex Installed();
}
