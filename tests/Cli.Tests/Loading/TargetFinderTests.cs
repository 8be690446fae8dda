using DistPatterns.Cli.Loading;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Loading;

public sealed class TargetFinderTests : IDisposable
{
    private readonly TempRepository _repository = new TempRepository().WithProject("A/A.csproj").WithProject("B/B.csproj");

    [Fact]
    public void A_folder_without_a_solution_stands_for_all_its_projects() => Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects());

    [Fact]
    public void Build_output_is_not_looked_into()
    {
        _repository.WithProject("A/obj/X.csproj").WithProject("A/bin/Debug/Y.csproj");
        Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects());
    }

    [Fact]
    public void A_folder_stands_for_its_one_solution()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj");
        Assert.Equal(["A/A.csproj"], Projects());
        Assert.Equal([new LeftOutProject(_repository["B/B.csproj"], "no solution names it")], Find("").LeftOut);
        Assert.Equal(_repository["All.slnx"], Find("").Solution);
    }

    [Fact]
    public void Of_several_solutions_the_one_with_all_projects_stands_for_the_folder()
    {
        _repository.WithSolution("src/All.slnx", "../A/A.csproj", "../B/B.csproj").WithSolution("Part.slnx", "B/B.csproj")
            .With("All.sln", "\nMicrosoft Visual Studio Solution File, Format Version 12.00\n");
        Assert.Equal((_repository["src/All.slnx"], 0), (Find("").Solution, Find("").Remarks.Length));
        Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects());
    }

    [Fact]
    public void Several_solutions_are_taken_together_also_where_one_is_named_like_the_folder()
    {
        _repository.WithSolution($"{Path.GetFileName(_repository.Root)}.slnx", "A/A.csproj").WithSolution("B/Two.slnx", "B.csproj", "../A/A.csproj")
            .WithSolution("B/C/Three.slnx", "../../C/C.csproj").WithProject("C/C.csproj").WithProject("D/D.csproj");
        var target = Find("");
        Assert.Equal(["A/A.csproj", "B/B.csproj", "C/C.csproj"], Projects());
        Assert.Null(target.Solution);
        Assert.Equal([_repository["D/D.csproj"]], target.LeftOut.Select(p => p.Path));
        Assert.StartsWith("3 solutions were taken together, each of their projects once: B/C/Three.slnx, B/Two.slnx, ", Assert.Single(target.Remarks));
    }

    [Fact]
    public void A_solution_speaks_for_its_own_folder_and_projects_elsewhere_for_themselves()
    {
        _repository.WithSolution("A/One.slnx", "A.csproj").WithProject("A/Tool/Tool.csproj");
        Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects());
        Assert.Equal([_repository["A/Tool/Tool.csproj"]], Find("").LeftOut.Select(p => p.Path));
        Assert.Equal(["Projects outside of the solutions' folders that were taken too: 1."], Find("").Remarks);
    }

    [Fact]
    public void A_broken_solution_further_down_is_told_and_passed_over()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj").With("B/Bad.slnx", "<Solution>");
        Assert.Equal(["A/A.csproj"], Projects());
        Assert.Contains("Bad.slnx' is broken", Assert.Single(Find("").Remarks));
        File.Delete(_repository["All.slnx"]);
        Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects());
    }

    [Fact]
    public void Projects_of_another_repository_that_is_not_here_are_no_gap()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj", "Gone/Gone.csproj", "../Elsewhere/E.csproj");
        Assert.Equal(["A/A.csproj", "Gone/Gone.csproj"], Projects());
        Assert.Contains(Find("").LeftOut, p => p.Path.EndsWith("E.csproj", StringComparison.Ordinal)
            && p.Reason == "it is not on this machine, and lies outside of the folder");
        Assert.Equal(3, Find("All.slnx").Projects.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Old.slnx")]
    public void A_solution_whose_projects_are_gone_gives_way_to_those_on_disk(string path)
    {
        _repository.WithSolution("Old.slnx", "src/A.csproj", "src/B.csproj");
        Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects(path));
        Assert.Equal(["None of the projects that Old.slnx names exists: those that are on disk were taken in their place."], Find(path).Remarks);
    }

    [Theory]
    [InlineData("Bad.slnx", "<Solution>\n<Project", "Bad.slnx' is broken")]
    [InlineData("Bad.slnx", "", "Bad.slnx' is broken")]
    [InlineData("Bad.slnx", "<Solution><Project /></Solution>", "Bad.slnx' is broken")]
    [InlineData("Bad.sln", "hello", "Bad.sln' is broken")]
    [InlineData("Bad.slnf", "{ \"solution\": {\n } ", "Bad.slnf' is broken in line 2")]
    [InlineData("Bad.slnf", "{ \"projects\": [] }", "Bad.slnf' is broken: it needs a 'solution'")]
    [InlineData("Bad.slnf", "{ \"solution\": { \"path\": \"None.slnx\", \"projects\": [] } }", "None.slnx' does not exist")]
    public void A_broken_solution_is_named_as_one(string name, string text, string problem)
    {
        var error = Assert.Throws<CheckException>(() => TargetFinder.Find(_repository.With(name, text)[name], new([])));
        Assert.Contains(problem, error.Message);
        Assert.Contains(_repository[name], error.Message);
        if (name != "Bad.slnf")
            Assert.Throws<CheckException>(() => TargetFinder.Find(_repository.Root, new([])));
        Assert.Equal(2, TargetFinder.Find(_repository.Root, new(["Bad.*"])).Projects.Length);
    }

    [Fact]
    public void A_solution_filter_stands_for_the_projects_it_keeps()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj", "B/B.csproj").With("Part.slnf", """{ "solution": { "path": "All.slnx", "projects": [ "B\\B.csproj" ] } }""");
        Assert.Equal(["B/B.csproj"], Projects("Part.slnf"));
    }

    [Fact]
    public void A_project_is_found_in_whatever_case_of_letters_a_solution_names_it()
    {
        _repository.WithSolution("One.slnx", "a\\A.csproj").WithSolution("Two.slnx", "A/a.CSPROJ", "B/B.csproj");
        Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects());
    }

    [Fact]
    public void Projects_in_other_languages_are_set_apart()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj", "F/F.fsproj");
        Assert.Equal([new LeftOutProject(_repository["F/F.fsproj"], "is not a C# project")], Find("All.slnx").LeftOut);
    }

    [Fact]
    public void A_file_that_is_neither_is_refused() =>
        Assert.Throws<CheckException>(() => TargetFinder.Find(_repository.With("readme.md", "")["readme.md"], new([])));

    public void Dispose() => _repository.Dispose();

    private IEnumerable<string> Projects() => Projects("");

    private IEnumerable<string> Projects(string path) =>
        [.. Find(path).Projects.Select(p => Path.GetRelativePath(_repository.Root, p).Replace('\\', '/'))];

    private CheckTarget Find(string path) => TargetFinder.Find(_repository[path].TrimEnd('/'), new([]));
}
