using System.Text.RegularExpressions;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests;

public sealed partial class CommandLineTests : IDisposable
{
    private readonly TempRepository _repository = new();

    [Theory]
    [InlineData("'--colour'", "check", ".", "--colour")]
    [InlineData("'yaml' not recognized", "check", ".", "--format", "yaml")]
    [InlineData("'fatal' not recognized", "check", ".", "--severity", "fatal")]
    [InlineData("--offline works with --no-build only", "check", ".", "--offline")]
    [InlineData("--refs works with --no-build only", "check", ".", "--refs", "/tmp")]
    [InlineData("'--formt' is no option of 'distpatterns check'; did you mean '--format'?", "check", "--formt", "json")]
    [InlineData("'--exclud' is no option of 'distpatterns check'; did you mean '--exclude'?", "check", ".", "--exclud=bin")]
    [InlineData("--update-baseline writes the file of --baseline", "check", ".", "--update-baseline")]
    [InlineData("--summary is for a report as text", "check", ".", "--summary", "--format", "json")]
    [InlineData("--update-baseline writes all findings", "check", ".", "--update-baseline", "--baseline", "b.json", "--since", "main")]
    public async Task A_wrong_option_is_named_with_the_way_to_help(string named, params string[] args)
    {
        var run = await ToolRun.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("error: ", run.Error);
        Assert.Contains(named, run.Error);
        Assert.EndsWith("'distpatterns check --help' lists what can be said\n", run.Error);
    }

    [Theory]
    [InlineData("'chek' is no command of 'distpatterns'; did you mean 'check'?", "'distpatterns --help'", "chek", ".")]
    [InlineData("'--postgras' is no option of 'distpatterns outbox list'; did you mean '--postgres'?", "'distpatterns outbox list --help'", "outbox",
        "list", "--postgras", "x")]
    public async Task A_word_that_is_nearly_one_is_answered_with_it(string named, string help, params string[] args)
    {
        var run = await ToolRun.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error);
        Assert.Contains(help, run.Error);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_named()
    {
        var run = await ToolRun.Of("check", "/no/such/place");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: '/no/such/place' does not exist\n       pass a solution (.sln, .slnx, .slnf), a project (.csproj) or a folder\n", run.Error);
    }

    [Fact]
    public async Task A_folder_without_a_project_is_named()
    {
        var run = await ToolRun.Of("check", _repository.Root);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"'{_repository.Root}' holds no C# project", run.Error);
    }

    [Fact]
    public async Task A_rule_that_does_not_exist_is_named_with_those_that_do()
    {
        var run = await ToolRun.Of("check", _repository.Root, "--rules", "DP9001,DP2001,DP7999");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: no rule is called 'DP7999'\n       the rules are DP0", run.Error);
        Assert.EndsWith("DP9001, DP9002\n", run.Error);
    }

    [Fact]
    public async Task A_references_folder_that_does_not_exist_is_named()
    {
        var run = await ToolRun.Of("check", _repository.Root, "--no-build", "--refs", _repository["none"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"the folder '{_repository["none"]}' of --refs does not exist", run.Error);
    }

    [Fact]
    public async Task An_output_file_that_cannot_be_written_is_named()
    {
        var run = await ToolRun.Of("check", _repository.Root, "--output", _repository["no/such/folder/report.json"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("report.json' of --output cannot be written", run.Error);
    }

    [Fact]
    public async Task Help_is_not_an_error()
    {
        var run = await ToolRun.Of("check", "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--no-build", run.Output);
    }

    [Fact]
    public async Task Every_option_has_its_row_in_the_manual()
    {
        var manual = File.ReadAllText(Samples.Manual);
        var options = Option().Matches((await ToolRun.Of("check", "--help")).Output).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Contains("--baseline", options);
        Assert.All(options, o => Assert.Contains($"\n| `{o}", manual));
    }

    public void Dispose() => _repository.Dispose();

    [GeneratedRegex(@"^  (--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Option();
}
