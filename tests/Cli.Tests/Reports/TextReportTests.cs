using DistPatterns.Cli.Reports;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Reports;

public sealed class TextReportTests
{
    [Fact]
    public void Findings_stand_by_file_with_their_code_and_a_summary_follows() => Assert.Equal(
        """
        src/Shop/Orders.cs

        warning[DP2001]: saves, then publishes: 100% lost if it dies
          --> src/Shop/Orders.cs:42:7
           |
        41 |     await db.SaveAsync();
        42 |     await Publish(order);
           |          ^^^^^
           = via: Checkout → Orders.Place → IBus.Publish
           = also: commit src/Shop/Orders.cs:41:8
           = not certain, for want of a package: Acme.Bus src/Shop/Orders.cs:7:9
           = help: https://example.org/DP2001.md

        info[DP1007]: retries without jitter
           --> src/Shop/Orders.cs:100:1
            |
         99 |
        100 | new Retry(
            | ^^^^^^^^^^

        src/Stock/A,B.cs

        error[DP6001]: locks for ever
         --> src/Stock/A,B.cs:1:1

        rule     severity   findings   what
        DP6001   error      1          Lock never expires
        DP2001   warning    1          Dual write
        DP1007   info       1          Retry without jitter

        project   findings
        Shop      2
        Stock     1

        Not checked:
          Till (src/Till/Till.csproj)
            does not compile: A.cs:1: CS0246 [x] is missing

        Checked in part:
          Stock (src/Stock/Stock.csproj)
            CallAnalyzer crashed

        Two solutions were taken together.

        Packages not found, code that uses them was read without their types:
          Acme.Bus 1.2.3

        Packages replaced by another version:
          Acme.Json 2.0.0 (by 2.0.1)

        Of the calls that may be to modelled libraries, 40 bound, 3 were read by their names, and 3 could not be judged:
          2 calls to Acme.Bus
          1 call to Acme.Json
          --verbose tells the places.

        3 findings (1 error, 1 warning, 1 info) in 2 of 3 projects, 1.3 s.
        Incomplete: Till was not checked, Stock was checked in part, so the exit code is 3; --allow-incomplete accepts that.

        """,
        new TextReport(colours: false).Write(SampleReport.Full));

    [Fact]
    public void A_clean_run_says_so_in_one_line() =>
        Assert.Equal("No findings in 1 project, 1.3 s.\n", new TextReport(colours: false).Write(SampleReport.Empty));

    [Fact]
    public void Findings_that_are_information_alone_do_not_fail() =>
        Assert.EndsWith("\n1 finding (1 info) in 1 project, 1.3 s. None fails: --fail-on is warning.\n", new TextReport(colours: false)
            .Write(SampleReport.Empty with { Findings = SampleReport.Full.Findings[1..2] }));

    [Fact]
    public void Where_nothing_could_be_checked_the_last_line_says_so() =>
        Assert.EndsWith("\nNo project could be checked, so the exit code is 2.\n", new TextReport(colours: false)
            .Write(SampleReport.Full with { Projects = SampleReport.Full.Projects[2..] }));

    [Fact]
    public void An_interrupted_run_says_so_in_the_last_line() =>
        Assert.EndsWith("\nInterrupted: Till was not checked, effects across projects were not followed. What was found until then is above.\n",
            new TextReport(colours: false).Write(SampleReport.Full with { Interrupted = true }));

    [Fact]
    public void Places_that_could_not_be_judged_are_told_when_asked_for() =>
        Assert.Contains("  2 calls to Acme.Bus\n    src/Shop/Orders.cs:7:9 Publish\n    src/Shop/Orders.cs:8:9 Publish\n  1 call to Acme.Json\n    src/Stock/A,B.cs:3:1 Read\n\n", new TextReport(colours: false).Write(SampleReport.Full with { Verbose = true }));

    [Fact]
    public void A_summary_counts_findings_and_shows_none() =>
        Assert.StartsWith("rule     severity   findings   what\n", new TextReport(colours: false).Write(SampleReport.Full with { SummaryOnly = true }));

    [Fact]
    public void What_is_left_out_stands_in_a_line_a_reason() =>
        Assert.StartsWith("Left out, because no solution names it: src/A.csproj, src/B.csproj\nLeft out, because is not a C# project: src/F.fsproj\n\nNo findings in 1 project",
            new TextReport(colours: false)
                .Write(SampleReport.Empty with { Projects = [.. SampleReport.Empty.Projects, LeftOut("A.csproj", "no solution names it"),
                LeftOut("B.csproj", "no solution names it"), LeftOut("F.fsproj", "is not a C# project")] }));

    [Fact]
    public void A_baseline_is_told_with_what_is_fixed()
    {
        var text = new TextReport(colours: false).Write(SampleReport.Full with { Baseline = SampleReport.Baseline });
        Assert.Contains(
            """

            Baseline distpatterns.baseline.json: 1 known finding not shown; 1 fixed, which --update-baseline takes out:
              DP2001 Shop.Orders.Cancel (src/Shop/Orders.cs): bus.Publish(order)
              2 entries of rules or files that this run did not check left as they are.

            3 new findings (
            """, text);
    }

    [Fact]
    public void Colours_are_escape_codes_around_the_same_text()
    {
        var coloured = new TextReport(colours: true).Write(SampleReport.Full);
        Assert.Contains("\e[", coloured);
        Assert.Equal(new TextReport(colours: false).Write(SampleReport.Full), System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9;]*m", ""));
    }

    private static ProjectReport LeftOut(string file, string why) =>
        new(Path.GetFileNameWithoutExtension(file), "/repo/src/" + file, ProjectState.LeftOut, [why]);
}
