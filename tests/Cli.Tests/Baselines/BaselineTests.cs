using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Baselines;

/// <summary>A baseline through the edits that a code base goes through: what is known, what is new, what is fixed.</summary>
public sealed class BaselineTests : IDisposable
{
    private const string Orders = """
        namespace Shop;

        class Orders
        {
            void Place() => Bomb.Boom(1);

            void Cancel()
            {
                Bomb.Boom(2);
                Bomb.Boom(2);
            }
        }
        """;

    private readonly TempRepository _repository = new TempRepository().WithProject("Shop/Shop.csproj")
        .With("Shop/Bomb.cs", "namespace Shop; static class Bomb { public static void Boom(int after) { } }").With("Shop/Orders.cs", Orders);

    [Theory]
    [InlineData("namespace Shop;", "using System;\n\n// the shop\nnamespace Shop;", "3 known")] // lines inserted above
    [InlineData("void Place()", "void Before() { }\n\n    void Place()", "3 known")] // a neighbour
    [InlineData("Bomb.Boom(1)", "Bomb\n        . // the first\n        Boom( 1 )", "3 known")] // reformatted
    [InlineData("=> Bomb.Boom(1);", "{ if (true) { Bomb.Boom(1); } }", "3 known")] // a condition around it
    [InlineData("void Place()", "async Task PlaceAsync(int id)", "3 known")] // the method renamed
    [InlineData("class Orders", "class Purchases", "3 known")] // the type renamed
    [InlineData("namespace Shop;", "namespace Shop.Sales;", "3 known")] // the namespace renamed
    [InlineData("    void Cancel()", "}\nclass Cancellation\n{\n    void Cancel()", "3 known")] // the method moved to another type
    [InlineData("Bomb.Boom(1)", "Bomb.Boom(10)", "2 known, 1 new, 1 fixed")] // the finding's own code
    [InlineData("Bomb.Boom(1)", "System.Math.Abs(1)", "2 known, 1 fixed")] // mended
    [InlineData("Bomb.Boom(2);\n        Bomb.Boom(2);", "Bomb.Boom(2);", "2 known, 1 fixed")] // one of two equal ones mended
    [InlineData("Bomb.Boom(2);\n        Bomb.Boom(2);", "Bomb.Boom(2);\n        Bomb.Boom(2);\n        Bomb.Boom(2);", "3 known, 1 new")] // a third equal one
    [InlineData("void Place() => Bomb.Boom(1);", "void Place() => Bomb.Boom(1);\n    void Again() => Bomb.Boom(1);", "3 known, 1 new")] // copied
    public async Task A_finding_is_recognised_by_its_rule_its_member_and_its_code(string before, string after, string outcome)
    {
        await Update();
        Assert.Contains(before, Orders);
        _repository.With("Shop/Orders.cs", Orders.Replace(before, after));
        Assert.Equal(outcome, Outcome(await Check()));
    }

    [Fact]
    public async Task A_renamed_file_is_recognised()
    {
        await Update();
        File.Move(_repository["Shop/Orders.cs"], _repository["Shop/Sales.cs"]);
        Assert.Equal("3 known", Outcome(await Check()));
    }

    [Fact]
    public async Task The_same_line_of_another_program_is_new_but_a_renamed_program_is_not()
    {
        _repository.WithProject("Till/Till.csproj", """<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><Compile Include="../Shop/Bomb.cs" /></ItemGroup>""").With("Till/Program.cs", "Shop.Bomb.Boom(1);");
        await Update();
        _repository.With("Till/Program.cs", "").WithProject("Post/Post.csproj", """<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><Compile Include="../Shop/Bomb.cs" /></ItemGroup>""").With("Post/Program.cs", "Shop.Bomb.Boom(1);");
        Assert.Equal("3 known, 1 new, 1 fixed", Outcome(await Check()));
        File.Delete(_repository["Till/Program.cs"]);
        Assert.Equal("4 known", Outcome(await Check()));
    }

    [Fact]
    public async Task New_findings_fail_and_known_ones_do_not()
    {
        Assert.Equal(0, (await Update()).ExitCode);
        Assert.Equal(0, (await Check()).ExitCode);
        _repository.With("Shop/More.cs", "namespace Shop; class More { void A() => Bomb.Boom(1); }");
        var run = await Check();
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["DP9001 warning Shop/More.cs:1"], run.Findings);
    }

    [Fact]
    public async Task An_update_takes_out_what_is_fixed_and_keeps_what_it_did_not_see()
    {
        _repository.WithProject("Till/Till.csproj")
            .With("Till/Use.cs", "static class Bomb { public static void Boom() { } } class Use { void A() => Bomb.Boom(); void B() => Bomb.Tell(); }");
        await Update();
        _repository.With("Shop/Orders.cs", Orders.Replace("Bomb.Boom(1)", "System.Math.Abs(1)"));
        foreach (var narrow in new[] { new[] { "--exclude", "Till" }, ["--rules", "DP9001", "--exclude", "Till/Use.cs"] })
            Assert.Equal("2 known, 1 fixed, 1 unseen", Outcome(await Check(narrow)));
        Assert.Equal("2 known, 1 fixed, 1 unseen, 0 added", Outcome(await Update("--exclude", "Till")));
        Assert.Equal("3 known", Outcome(await Check()));
    }

    [Fact]
    public async Task The_file_is_sorted_and_a_new_finding_is_one_line_more()
    {
        await Update();
        Assert.Equal(
            """
            {
              "version": 1,
              "findings": [
                {"rule":"DP9001","file":"Shop/Orders.cs","symbol":"Shop.Orders.Cancel","text":"Bomb.Boom(2)"},
                {"rule":"DP9001","file":"Shop/Orders.cs","symbol":"Shop.Orders.Cancel","text":"Bomb.Boom(2)"},
                {"rule":"DP9001","file":"Shop/Orders.cs","symbol":"Shop.Orders.Place","text":"Bomb.Boom(1)"}
              ]
            }

            """, File.ReadAllText(Baseline));
        _repository.With("Shop/A.cs",
            "namespace Shop; class A { int _a = First(x => { Bomb.Boom(3); return 1; }); static int First(Func<int, int> f) => f(1); }");
        var before = File.ReadAllLines(Baseline);
        await Update();
        Assert.Equal(["""    {"rule":"DP9001","file":"Shop/A.cs","symbol":"Shop.A._a","text":"Bomb.Boom(3)"},"""], File.ReadAllLines(Baseline).Except(before));
    }

    [Theory]
    [InlineData("{", "line 1: ")]
    [InlineData("{\n  \"version\": 1,\n<<<<<<< ours\n", "line 3: '<' is an invalid start of a property name")]
    [InlineData("", "line 1: ")]
    [InlineData("[]", "line 1: ")]
    [InlineData("{ \"version\": 2, \"entries\": [] }", "is of version 2, and this distpatterns reads version 1")]
    [InlineData("{ \"version\": 1 }", "'findings' is missing")]
    [InlineData("{ \"findings\": [] }", "'version' is missing")]
    [InlineData("{ \"version\": 1, \"findings\": null }", "line 1: ")]
    [InlineData("{ \"version\": 1, \"findings\": [\n{\"rule\":\"DP9001\",\"file\":\"a\",\"symbol\":\"b\"}] }", "line 2: 'text' is missing")]
    [InlineData("{ \"version\": 1, \"findings\": [\n{\"rule\":\"DP9001\",\"file\":\"a\",\"symbol\":\"b\",\"text\":null}] }", "line 2: ")]
    [InlineData("{ \"version\": 1, \"findings\": [\n{\"rule\":\"DP9001\",\"file\":\"a\",\"symbol\":\"b\",\"txt\":\"c\"}] }",
        "line 2: 'txt' is nothing that an entry has")]
    public async Task A_file_that_cannot_be_read_is_an_error_and_no_empty_baseline(string text, string problem)
    {
        _repository.With("distpatterns.baseline.json", text);
        foreach (var run in new[] { await Check(), await Update() })
        {
            Assert.Equal(2, run.ExitCode);
            Assert.StartsWith($"error: the baseline '{Baseline}' ", run.Error);
            Assert.Contains(problem, run.Error);
            Assert.DoesNotContain("DistPatterns.Cli.", run.Error);
            Assert.Equal(text, File.ReadAllText(Baseline));
        }
    }

    [Fact]
    public async Task A_baseline_that_does_not_exist_is_an_error_with_the_way_to_write_it()
    {
        var run = await Check();
        Assert.Equal((2, $"error: the baseline '{Baseline}' does not exist\n       write it first: the same command with --update-baseline\n"),
            (run.ExitCode, run.Error));
    }

    public void Dispose() => _repository.Dispose();

    private string Baseline => _repository["distpatterns.baseline.json"];

    private Task<ToolRun> Check(params string[] more) => ToolRun.CheckSources(_repository.Root, ["--baseline", Baseline, .. more]);

    private Task<ToolRun> Update(params string[] more) => Check(["--update-baseline", .. more]);

    private static string Outcome(ToolRun run)
    {
        var baseline = run.Json.GetProperty("baseline");
        var counts = new (int? Count, string What)[]
        {
            (baseline.GetProperty("known").GetInt32(), "known"), (run.Findings.Count(), "new"),
                (baseline.GetProperty("fixed").GetArrayLength(), "fixed"), (baseline.GetProperty("unseen").GetInt32(), "unseen"),
        };
        var added = baseline.GetProperty("added") is { ValueKind: System.Text.Json.JsonValueKind.Number } number ? $", {number} added" : "";
        return string.Join(", ", counts.Where(c => c.Count > 0).Select(c => $"{c.Count} {c.What}")) + added;
    }
}
