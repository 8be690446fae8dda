using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests;

/// <summary>The whole command on small repositories, without building them.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Bomb = "public static class Bomb { public static void Boom() { } public static void Crash() { } public static void Tell() { } }";

    private readonly TempRepository _repository = new TempRepository().WithProject("Shop/Shop.csproj").With("Shop/Bomb.cs", Bomb);

    [Fact]
    public async Task A_clean_project_exits_with_0()
    {
        var run = await ToolRun.CheckSources(_repository.Root);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(run.Findings);
    }

    [Fact]
    public async Task Findings_exit_with_1_and_are_named_from_the_folder()
    {
        _repository.With("Shop/Use.cs", "class Use {\n  void A() => Bomb.Boom();\n}");
        var run = await ToolRun.CheckSources(_repository.Root);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["DP9001 warning Shop/Use.cs:2"], run.Findings);
        Assert.Equal(["Start", "Bomb.Boom"], run.Json.GetProperty("findings")[0].GetProperty("chain").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal((2, 15, 2, 26), Place(run));
    }

    [Fact]
    public async Task Findings_below_the_wanted_severity_do_not_count()
    {
        _repository.With("Shop/Use.cs", "class Use { void A() => Bomb.Boom(); }");
        Assert.Equal(0, (await ToolRun.CheckSources(_repository.Root, "--severity", "error")).ExitCode);
        Assert.Equal(1, (await ToolRun.CheckSources(_repository.Root, "--severity", "warning")).ExitCode);
    }

    [Fact]
    public async Task Only_the_wanted_rules_speak()
    {
        _repository.With("Shop/Use.cs", "class Use { void A() { Bomb.Boom(); Bomb.Tell(); } }");
        Assert.Equal(["DP9002 info Shop/Use.cs:1"], (await ToolRun.CheckSources(_repository.Root, "--rules", "DP9002")).Findings);
        Assert.Equal(2, (await ToolRun.CheckSources(_repository.Root, "--rules", "DP9*")).Findings.Count());
    }

    [Fact]
    public async Task Severities_of_editorconfig_and_pragmas_hold_as_in_the_build()
    {
        _repository.With(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.DP9001.severity = error\n[Shop/Quiet/*.cs]\ndotnet_diagnostic.DP9001.severity = none\n")
            .With("Shop/Use.cs", "class Use { void A() => Bomb.Boom(); }\n#pragma warning disable DP9001\nclass Off { void A() => Bomb.Boom(); }")
            .With("Shop/Quiet/Use.cs", "class Quiet { void A() => Bomb.Boom(); }");
        Assert.Equal(["DP9001 error Shop/Use.cs:1"], (await ToolRun.CheckSources(_repository.Root)).Findings);
    }

    [Fact]
    public async Task Excluded_files_and_projects_are_left_out()
    {
        _repository.With("Shop/Use.cs", "class Use { void A() => Bomb.Boom(); }")
            .With("Shop/Migrations/M.cs", "class M { void A() => Bomb.Boom(); }")
            .WithProject("Demo/Demo.csproj").With("Demo/Use.cs", Bomb + "class Use { void A() => Bomb.Boom(); }");
        var run = await ToolRun.CheckSources(_repository.Root, "--exclude", "**/Migrations/**", "--exclude", "Demo");
        Assert.Equal(["DP9001 warning Shop/Use.cs:1"], run.Findings);
        Assert.Equal(1, run.Json.GetProperty("projects").GetArrayLength());
    }

    [Fact]
    public async Task A_file_linked_into_two_projects_is_reported_once()
    {
        _repository.With("Shop/Use.cs", "class Use { void A() => Bomb.Boom(); }")
            .WithProject("Till/Till.csproj", """<ItemGroup><Compile Include="../Shop/*.cs" LinkBase="Shop" /></ItemGroup>""");
        Assert.Equal(["DP9001 warning Shop/Use.cs:1"], (await ToolRun.CheckSources(_repository.Root)).Findings);
    }

    [Fact]
    public async Task A_rule_that_throws_is_named_and_the_others_go_on()
    {
        _repository.With("Shop/Use.cs", "class Use { void A() { Bomb.Boom(); } void B() => Bomb.Crash(); }");
        var run = await ToolRun.CheckSources(_repository.Root);
        Assert.Contains(run.Problems, p => p.StartsWith("Shop: BoomAnalyzer crashed, its findings are missing: InvalidOperationException: the rule is broken at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Project_facts_and_additional_files_reach_the_rules()
    {
        _repository.WithProject("Shop/Shop.csproj", """<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><PackageReference Include="xunit.v3" Version="3.2.1" ExcludeAssets="compile" /></ItemGroup>""")
            .With("Shop/appsettings.json", "{}").With("Shop/appsettings.Development.json", "{}").With("Shop/acme.distpatterns.model", "").With("Shop/other.json", "{}")
            .With("Shop/Use.cs", "class Use { static void Main() => Bomb.Tell(); }");
        var run = await ToolRun.CheckSources(_repository.Root);
        Assert.Equal(["IsTestProject= OutputType=Exe UsingMicrosoftNETSdkWeb= TargetFramework=net10.0 | acme.distpatterns.model appsettings.Development.json appsettings.json"], run.Messages);
    }

    [Fact]
    public async Task The_report_goes_to_a_file_when_asked()
    {
        var run = await ToolRun.CheckSources(_repository.Root, "--output", _repository["report.json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("{", File.ReadAllText(_repository["report.json"]));
    }

    public void Dispose() => _repository.Dispose();

    private static (int, int, int, int) Place(ToolRun run)
    {
        var finding = run.Json.GetProperty("findings")[0];
        return (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), finding.GetProperty("endLine").GetInt32(), finding.GetProperty("endColumn").GetInt32());
    }
}
