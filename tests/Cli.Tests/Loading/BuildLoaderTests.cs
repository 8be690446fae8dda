using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Loading;

/// <summary>Projects read as their build does. None of them needs a package, so that no feed is asked.</summary>
public sealed class BuildLoaderTests : IDisposable
{
    private const string Bomb = "namespace Acme; public static class Bomb { public static void Boom() { } public static void Tell() { } }";

    private readonly TempRepository _repository = new TempRepository()
        .WithProject("Acme/Acme.csproj").With("Acme/Bomb.cs", Bomb)
        .WithProject("Top/Top.csproj", """<ItemGroup><ProjectReference Include="../Acme/Acme.csproj" /></ItemGroup>""");

    [Fact]
    public async Task A_solution_is_restored_and_checked_and_a_project_that_does_not_compile_is_named()
    {
        _repository.WithSolution("All.slnx", "Acme/Acme.csproj", "Top/Top.csproj", "Broken/Broken.csproj", "Gone/Gone.csproj")
            .With("Top/Use.cs", "partial class Use { [System.Text.RegularExpressions.GeneratedRegex(\"x\")] private static partial System.Text.RegularExpressions.Regex X(); void A() => Acme.Bomb.Boom(); }")
            .WithProject("Broken/Broken.csproj").With("Broken/A.cs", "class A : Unheard.Of { }\nclass B { int X() => \"\"; }");
        var run = await Check();
        Assert.Equal(["DP9001 warning Top/Use.cs:1"], run.Findings);
        Assert.Equal(
        [
            "Broken: does not compile: A.cs:1: CS0246 The type or namespace name 'Unheard' could not be found (are you missing a using directive or an assembly reference?)",
            "Broken: does not compile: A.cs:2: CS0029 Cannot implicitly convert type 'string' to 'int'",
            "Gone: does not exist, though the solution names it",
        ], run.Problems);
        Assert.StartsWith("Restoring All.slnx, because Acme.csproj is not restored or has changed since", run.Error);
        Assert.Equal(1, run.ExitCode);
        var half = await ToolRun.Of("check", _repository.Root, "--format", "json");
        Assert.Equal((3, "error: Incomplete: Broken, Gone were not checked, so the exit code is 3; --allow-incomplete accepts that.\n"),
            (half.ExitCode, half.Error));

        Assert.Equal("", (await Check()).Error); // what is restored is not restored again

        var longAgo = DateTime.UtcNow.AddDays(-1);
        foreach (var file in new[] { "project.assets.json", "distpatterns.restored" })
            File.SetLastWriteTimeUtc(_repository["Top/obj/" + file], longAgo);
        Assert.StartsWith("Restoring All.slnx, because Top.csproj", (await Check()).Error);
        Assert.Equal("", (await Check()).Error); // nor when the restore found nothing to do
    }

    [Fact]
    public async Task A_folder_without_a_solution_is_checked_and_a_project_of_several_frameworks_once()
    {
        _repository.With("Top/Top.csproj",
            TempRepository.Library.Replace("<TargetFramework>net10.0</TargetFramework>",
            "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion>")
                .Replace("</Project>", "<ItemGroup Condition=\"'$(TargetFramework)' == 'net10.0'\"><ProjectReference Include=\"../Acme/Acme.csproj\" /></ItemGroup></Project>"))
            .With("Top/appsettings.json", "{}").With("Top/acme.distpatterns.model", "")
            .With("Top/Use.cs", "class Use { void A() => Acme.Bomb.Tell(); }");
        var run = await Check();
        Assert.Equal(["IsTestProject= OutputType=Library UsingMicrosoftNETSdkWeb= TargetFramework=net10.0 | acme.distpatterns.model appsettings.json"], run.Messages);
        Assert.Empty(run.Problems);
    }

    [Fact]
    public async Task An_SDK_that_is_not_here_is_named_with_the_ways_out()
    {
        _repository.With("global.json", """{ "sdk": { "version": "9.9.999", "rollForward": "disable" } }""");
        var run = await Check();
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: the .NET SDK 9.9.999, which '{_repository["global.json"]}' asks for, is not on this machine (it has ", run.Error);
        Assert.Contains("--no-build", run.Error);
        Assert.Equal(0, (await ToolRun.CheckSources(_repository.Root)).ExitCode);
    }

    [Fact]
    public async Task A_broken_global_json_is_named()
    {
        _repository.With("global.json", "{ \"sdk\": ");
        var run = await Check();
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: no SDK answers in '{_repository.Root}', where '{_repository["global.json"]}' chooses it: ", run.Error);
    }

    [Fact]
    public async Task A_project_whose_own_SDK_is_not_here_is_named_by_it_and_not_by_errors_of_its_code()
    {
        _repository.With("Acme/Acme.csproj", TempRepository.Library.Replace("Microsoft.NET.Sdk", "Acme.Unheard.Sdk/1.0.0"));
        var run = await ToolRun.Of("check", _repository["Acme/Acme.csproj"], "--format", "json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Acme.Unheard.Sdk", Assert.Single(run.Problems));
        Assert.DoesNotContain("CS", Assert.Single(run.Problems));
    }

    [Fact]
    public async Task The_code_of_the_Debug_configuration_is_read_whatever_the_project_builds_by_default()
    {
        _repository.WithProject("Acme/Acme.csproj", "<PropertyGroup><Configuration>Release</Configuration></PropertyGroup>")
            .With("Acme/Use.cs", "class Use\n{\n#if DEBUG\n    void A() => Acme.Bomb.Boom();\n#endif\n}");
        Assert.Equal(["DP9001 warning Acme/Use.cs:4"], (await Check()).Findings);
    }

    [Fact]
    public async Task When_nothing_could_be_checked_the_exit_code_says_so()
    {
        _repository.With("Acme/Bomb.cs", "class {");
        var run = await ToolRun.Of("check", _repository["Acme/Acme.csproj"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: no project could be checked", run.Error);
        Assert.Contains("does not compile: Bomb.cs:1: CS", run.Output);
    }

    public void Dispose() => _repository.Dispose();

    private Task<ToolRun> Check() => ToolRun.Of("check", _repository.Root, "--format", "json", "--allow-incomplete");
}
