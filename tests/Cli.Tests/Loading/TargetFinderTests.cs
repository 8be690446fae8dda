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
    }

    [Fact]
    public void The_solution_nearest_to_the_folder_stands_for_it()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj").WithSolution("B/Sample.slnx", "B.csproj");
        Assert.Equal(["A/A.csproj"], Projects());
    }

    [Fact]
    public void Of_several_solutions_the_one_with_all_projects_stands_for_the_folder()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj", "B/B.csproj").WithSolution("Part.slnx", "B/B.csproj");
        Assert.Equal(["A/A.csproj", "B/B.csproj"], Projects());
    }

    [Fact]
    public void Several_solutions_of_which_none_is_the_whole_are_named()
    {
        _repository.WithSolution("One.slnx", "A/A.csproj").WithSolution("Two.slnx", "B/B.csproj");
        var problem = Assert.Throws<CheckException>(Projects);
        Assert.Equal($"'{_repository.Root}' holds 2 solutions and none of them holds all projects", problem.Message);
        Assert.Equal($"pass one of them: {_repository["One.slnx"]}, {_repository["Two.slnx"]}", problem.WayOut);
    }

    [Fact]
    public void A_solution_filter_stands_for_the_projects_it_keeps()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj", "B/B.csproj").With("Part.slnf", """{ "solution": { "path": "All.slnx", "projects": [ "B\\B.csproj" ] } }""");
        Assert.Equal(["B/B.csproj"], Projects("Part.slnf"));
    }

    [Fact]
    public void Projects_in_other_languages_are_set_apart()
    {
        _repository.WithSolution("All.slnx", "A/A.csproj", "F/F.fsproj");
        Assert.Equal([_repository["F/F.fsproj"]], TargetFinder.Find(_repository["All.slnx"], new([])).Unreadable);
    }

    [Fact]
    public void A_file_that_is_neither_is_refused() => Assert.Throws<CheckException>(() => TargetFinder.Find(_repository.With("readme.md", "")["readme.md"], new([])));

    public void Dispose() => _repository.Dispose();

    private IEnumerable<string> Projects() => Projects("");

    private IEnumerable<string> Projects(string path) =>
        [.. TargetFinder.Find(_repository[path].TrimEnd('/'), new([])).Projects.Select(p => Path.GetRelativePath(_repository.Root, p).Replace('\\', '/'))];
}
