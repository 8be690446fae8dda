using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Changes;

/// <summary>--since on repositories with a history.</summary>
public sealed class SinceTests : IDisposable
{
    private const string Use = "class Use\n{\n    void A() => Bomb.Boom();\n    // one\n    // two\n    // three\n    void B() => Bomb.Boom();\n}\n";

    private readonly TempRepository _repository = new TempRepository().WithProject("Shop/Shop.csproj")
        .With("Shop/Bomb.cs", "public static class Bomb { public static void Boom() { } }").With("Shop/Use.cs", Use).Git("init", "--quiet").Commit()
            .Git("branch", "base");

    [Fact]
    public async Task Only_findings_in_changed_lines_are_told()
    {
        _repository.With("Shop/Use.cs", Use.Replace("void B()", "void C()")).Commit();
        var run = await Check("base");
        Assert.Equal(["DP9001 warning Shop/Use.cs:7"], run.Findings);
        Assert.Equal(1, run.Json.GetProperty("since").GetProperty("elsewhere").GetInt32());
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task Changes_of_the_other_branch_are_not_ours()
    {
        _repository.Git("checkout", "--quiet", "base").With("Shop/Use.cs", Use.Replace("void B()", "void C()")).Commit()
            .Git("checkout", "--quiet", "main").With("Shop/Other.cs", "class Other { }").Commit();
        Assert.Equal((0, ""), (await Check("base") is var run ? run.ExitCode : -1, string.Join(',', run.Findings)));
    }

    [Fact]
    public async Task What_is_not_committed_counts_and_so_do_files_that_git_does_not_know_yet()
    {
        _repository.With("Shop/Use.cs", Use.Replace("void A()", "void C()")).With("Shop/New file.cs", "class New { void A() => Bomb.Boom(); }")
            .With("Shop/Ignored.cs", "class Ignored { void A() => Bomb.Boom(); }").With(".gitignore", "Ignored.cs\n");
        Assert.Equal(["DP9001 warning Shop/New file.cs:1", "DP9001 warning Shop/Use.cs:3"], (await Check("HEAD")).Findings);
    }

    [Fact]
    public async Task A_deleted_line_has_changed_those_beside_it()
    {
        _repository.With("Shop/Use.cs", Use.Replace("    // two\n", "")).Commit();
        Assert.Empty((await Check("base")).Findings);
        _repository.With("Shop/Use.cs", Use.Replace("    // one\n    // two\n    // three\n", "")).Commit();
        Assert.Equal(2, (await Check("base")).Findings.Count());
    }

    [Fact]
    public async Task A_renamed_file_has_changed_where_it_was_edited_alone()
    {
        _repository.Git("mv", "Shop/Use.cs", "Shop/Renamed.cs").With("Shop/Renamed.cs", Use.Replace("void B()", "void C()")).Commit();
        Assert.Equal(["DP9001 warning Shop/Renamed.cs:7"], (await Check("base")).Findings);
    }

    [Fact]
    public async Task The_users_own_settings_of_git_change_nothing()
    {
        _repository.Git("config", "diff.noprefix", "true").Git("config", "diff.external", "false").Git("config", "color.ui", "always")
            .Git("config", "diff.relative", "true");
        _repository.With("Shop/Use.cs", Use.Replace("void B()", "void C()")).Commit();
        Assert.Equal(["DP9001 warning Use.cs:7"], (await ToolRun.CheckSources(_repository["Shop"], "--since", "base")).Findings);
    }

    [Fact]
    public async Task A_call_of_the_chain_in_another_project_that_was_changed_is_enough()
    {
        const string bus = "public interface IEventBus { Task PublishAsync(object message); }\npublic class Sender(IEventBus bus)\n{\n    public Task Send(object message) =>\n        bus.PublishAsync(message);\n}\n";
        _repository.WithProject("Bus/Bus.csproj").With("Bus/Sender.cs", bus)
            .WithProject("Sales/Sales.csproj", """<ItemGroup><ProjectReference Include="../Bus/Bus.csproj" /></ItemGroup>""")
            .With("Sales/Orders.cs", "public interface IUnitOfWork { Task SaveChangesAsync(); }\npublic class Orders(IUnitOfWork work, Sender sender)\n{\n    public async Task Place()\n    {\n        await work.SaveChangesAsync();\n        await sender.Send(new object());\n    }\n}\n").Commit();
        var told = (await Check("HEAD~1", "--rules", "DP2001")).Findings.ToList();
        Assert.Equal(["DP2001 info Sales/Orders.cs:7"], told);
        Assert.Empty((await Check("HEAD", "--rules", "DP2001")).Findings);
        _repository.With("Bus/Sender.cs", bus.Replace("bus.PublishAsync(message)", "bus.PublishAsync( message )"));
        Assert.Equal(told, (await Check("HEAD", "--rules", "DP2001")).Findings);
    }

    [Fact]
    public async Task A_revision_that_does_not_exist_is_named_with_the_way_out()
    {
        foreach (var revision in new[] { "origin/main", "-p", "" })
        {
            var run = await Check(revision);
            Assert.Equal(2, run.ExitCode);
            Assert.Equal($"error: '{revision}' is not a revision of the repository '{_repository.Root}'\n       fetch the branch ('git fetch origin main'), and name it as git does, as in --since origin/main\n", run.Error);
        }
    }

    [Fact]
    public async Task A_folder_outside_of_git_is_named()
    {
        using var plain = new TempRepository().WithProject("Shop/Shop.csproj").With("Shop/A.cs", "class A { }");
        var run = await ToolRun.CheckSources(plain.Root, "--since", "main");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: '{plain.Root}' is not in the work tree of a git repository", run.Error);
    }

    [Fact]
    public async Task A_shallow_clone_says_how_to_get_the_history()
    {
        _repository.With("Shop/New.cs", "class New { }").Commit();
        using var clone = new TempRepository();
        clone.Git("clone", "--quiet", "--depth", "1", "--no-single-branch", "file://" + _repository.Root, ".");
        foreach (var (revision, problem) in new[] { ("origin/base",
            "'origin/base' and HEAD have no commit in common, as far as this shallow clone reaches"),
            ("HEAD~1", "'HEAD~1' is not a revision of the repository") })
        {
            var run = await ToolRun.CheckSources(clone.Root, "--since", revision);
            Assert.Equal(2, run.ExitCode);
            Assert.StartsWith("error: " + problem, run.Error);
            Assert.Contains("git fetch --unshallow origin", run.Error);
        }
    }

    public void Dispose() => _repository.Dispose();

    private Task<ToolRun> Check(string revision, params string[] more) => ToolRun.CheckSources(_repository.Root, ["--since", revision, .. more]);
}
