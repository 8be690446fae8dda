using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Init;

public sealed class InitTests : IDisposable
{
    private const string Workflow = ".github/workflows/distpatterns.yml";

    private readonly TempRepository _repository = new TempRepository().WithProject("Shop/Shop.csproj")
        .With("Shop/Use.cs", "static class Bomb { public static void Boom() { } } class Use { void A() => Bomb.Boom(); }").Git("init", "--quiet");

    [Fact]
    public async Task It_shows_what_it_would_write_and_writes_nothing_where_no_person_says_yes()
    {
        var run = await Init();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(".editorconfig:\n    # distpatterns: severities of its rules", run.Output);
        Assert.Contains($"{Workflow}:\n", run.Output);
        Assert.EndsWith("Nothing was written: --yes writes it.\n", run.Output);
        Assert.False(File.Exists(_repository[".editorconfig"]));
        Assert.Contains("Write them? [y/N] Nothing was written.", (await Init("n\n")).Output);
        Assert.False(File.Exists(_repository[Workflow]));
    }

    [Fact]
    public async Task The_gate_that_it_makes_is_green_and_turns_red_with_a_new_mistake()
    {
        Assert.Equal(0, (await Init("y\n")).ExitCode);
        Assert.Contains("      - run: distpatterns check Shop --no-build --baseline distpatterns.baseline.json --format github\n",
            File.ReadAllText(_repository[Workflow]));
        Assert.DoesNotContain("global-json-file", File.ReadAllText(_repository[Workflow]));
        Assert.Contains("\"symbol\":\"Use.A\"", File.ReadAllText(_repository["distpatterns.baseline.json"]));
        var gate = new[] { "--baseline", _repository["distpatterns.baseline.json"] };
        Assert.Equal(0, (await ToolRun.CheckSources(_repository.Root, gate)).ExitCode);
        _repository.With("Shop/More.cs", "class More { void A() => Bomb.Boom(); }");
        Assert.Equal(1, (await ToolRun.CheckSources(_repository.Root, gate)).ExitCode);
        Assert.StartsWith("Nothing to do", (await Init("y\n")).Output);
    }

    [Fact]
    public async Task The_severities_change_nothing_until_a_line_is_taken_out_of_its_comment()
    {
        _repository.With(".editorconfig", "root = true\n[*.cs]\nindent_size = 4");
        await ToolRun.Of("init", _repository.Root, "--yes", "--no-baseline");
        var config = File.ReadAllText(_repository[".editorconfig"]);
        Assert.StartsWith("root = true\n[*.cs]\nindent_size = 4\n\n# distpatterns: ", config);
        Assert.All(config.Split('\n').Where(l => l.Contains("severity =")), l => Assert.StartsWith("# dotnet_diagnostic.DP", l));
    }

    [Theory]
    [InlineData(".gitlab-ci.yml", ".gitlab/distpatterns.yml", "include: { local: .gitlab/distpatterns.yml }")]
    [InlineData("azure-pipelines.yml", "azure-pipelines.distpatterns.yml", "make a pipeline of it")]
    public async Task A_file_of_CI_that_is_there_is_kept_and_the_rest_is_told(string file, string job, string hint)
    {
        _repository.With(file, "# ours\n");
        var run = await ToolRun.Of("init", _repository.Root, "--yes", "--no-baseline");
        Assert.Contains(hint, run.Output);
        Assert.Equal("# ours\n", File.ReadAllText(_repository[file]));
        Assert.Contains("distpatterns check .", File.ReadAllText(_repository[job]));
    }

    [Theory]
    [InlineData("gitlab", ".gitlab-ci.yml")]
    [InlineData("azure", "azure-pipelines.yml")]
    [InlineData("github", Workflow)]
    [InlineData("none", null)]
    public async Task The_server_can_be_named(string server, string? job)
    {
        _repository.With("global.json", "{}");
        await ToolRun.Of("init", _repository.Root, "--yes", "--no-baseline", "--ci", server);
        Assert.Equal(job, new[] { ".gitlab-ci.yml", "azure-pipelines.yml", Workflow }.SingleOrDefault(f => File.Exists(_repository[f])));
        Assert.Equal(server == "github", job is not null && File.ReadAllText(_repository[job])
            .Contains("          dotnet-version: 10.0.x\n          global-json-file: global.json\n"));
    }

    public void Dispose() => _repository.Dispose();

    private async Task<ToolRun> Init(string? answers = null)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var tool = new Tool(output, error) { Analyzers = [new BoomAnalyzer()], Answers = answers is null ? null : new StringReader(answers) };
        return new(await tool.Run(["init", _repository["Shop"], "--no-build"], TestContext.Current.CancellationToken), output.ToString(), error.ToString());
    }
}
