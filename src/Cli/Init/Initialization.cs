using DistPatterns.Cli.Reports;
using Spectre.Console;

namespace DistPatterns.Cli.Init;

/// <summary>Sets a repository up: shows what it would write, asks, writes, and makes the baseline by a first check.</summary>
/// <param name="answers">Where a person answers; null if there is none.</param>
/// <param name="check">A run of <c>check</c>.</param>
internal sealed class Initialization(TextWriter output, TextReader? answers, bool colours, Func<CheckRequest, CancellationToken, Task<int>> check)
{
    private readonly IAnsiConsole _console = Terminal.Create(output, colours);

    public async Task<int> Run(InitRequest request, CancellationToken cancel)
    {
        var root = RootOf(request.Path);
        var files = new InitPlan(root, request).Files();
        var baseline = Path.Combine(root, InitRequest.BaselineName);
        var writesBaseline = request.Baseline && !File.Exists(baseline);
        if (files.IsEmpty && !writesBaseline)
        {
            _console.WriteLine("Nothing to do: the severities, the CI job and the baseline are there.");
            return ExitCodes.Clean;
        }

        foreach (var file in files)
            Show(file, root);
        if (writesBaseline)
            _console.MarkupLineInterpolated($"[bold]{InitRequest.BaselineName}[/]: what a first check finds now, so that only what is new fails.\n");
        if (!request.Yes && !IsConfirmed())
        {
            _console.WriteLine(answers is null ? "Nothing was written: --yes writes it." : "Nothing was written.");
            return ExitCodes.Clean;
        }

        output.Flush(); // before the check speaks on standard error
        foreach (var file in files)
            file.Write();
        return writesBaseline
            ? await check(new() { Path = request.Path, NoBuild = request.NoBuild, Baseline = baseline, UpdateBaseline = true, SummaryOnly = true }, cancel)
            : ExitCodes.Clean;
    }

    private void Show(PlannedFile file, string root)
    {
        _console.MarkupLineInterpolated($"[bold]{ReportPath.From(root, file.Path)}[/]{(file.Appends ? ", at its end" : "")}:");
        foreach (var line in file.Text.TrimEnd('\n').Split('\n'))
            _console.MarkupLineInterpolated($"    {line}");
        if (file.Hint.Length > 0)
            _console.MarkupLineInterpolated($"  Then {file.Hint}");
        _console.WriteLine();
    }

    private bool IsConfirmed()
    {
        if (answers is null)
            return false;
        output.Write("Write them? [y/N] ");
        output.Flush();
        return answers.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    /// <summary>The folder that CI checks out: the repository's, if PATH lies in one.</summary>
    private static string RootOf(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Path.Exists(full))
            throw new CheckException($"'{path}' does not exist", "pass a solution (.sln, .slnx, .slnf), a project (.csproj) or a folder");
        return RepositoryRoot.Of(Directory.Exists(full) ? full : Path.GetDirectoryName(full)!);
    }
}
