using System.CommandLine;

namespace DistPatterns.Cli.Init;

/// <summary><c>distpatterns init</c>, as a user writes it.</summary>
internal static class InitCommand
{
    /// <param name="run">What it does; the exit code is its answer.</param>
    public static Command New(Func<InitRequest, CancellationToken, Task<int>> run)
    {
        var path = new Argument<string>("PATH") { Description = "What is to be checked: a folder, a solution or a project.", DefaultValueFactory = _ => "." };
        var ci = new Option<string>("--ci") { Description = "The CI server; by default the one that the repository has files for, or else github." };
        ci.AcceptOnlyFromAmong([.. Enum.GetNames<CiServer>().Select(n => n.ToLowerInvariant())]);
        var yes = new Option<bool>("--yes") { Description = "Write the files without asking." };
        var noBaseline = new Option<bool>("--no-baseline") { Description = "Write no baseline: everything that is found fails at once." };
        var noBuild = new Option<bool>("--no-build") { Description = "Check the sources without building them, here and in CI." };
        var command = new Command(
            "init",
            "Set a repository up: severities, a CI job, and a baseline of what is found now. Shows the files before it writes them.")
        {
            path, ci, yes, noBaseline, noBuild,
        };
        command.SetAction((parsed, cancel) => run(
            new(parsed.GetRequiredValue(path), parsed.GetValue(ci) is { } server ? Enum.Parse<CiServer>(server, ignoreCase: true) : null,
                parsed.GetValue(yes), !parsed.GetValue(noBaseline), parsed.GetValue(noBuild)), cancel));
        return command;
    }
}
