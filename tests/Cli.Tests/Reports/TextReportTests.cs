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
           = also: src/Shop/Orders.cs:41:8
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

        Packages not found, code that uses them was read without their types:
          Acme.Bus 1.2.3

        Packages replaced by another version:
          Acme.Json 2.0.0 (by 2.0.1)

        Of the calls that may be to modelled libraries, 40 bound, 3 were read by their names, and 2 could not be judged.

        3 findings (1 error, 1 warning, 1 info) in 2 of 3 projects, 1.3 s.

        """,
        new TextReport(colours: false).Write(SampleReport.Full));

    [Fact]
    public void A_clean_run_says_so_in_one_line() =>
        Assert.Equal("No findings in 1 project, 1.3 s.\n", new TextReport(colours: false).Write(SampleReport.Empty));

    [Fact]
    public void Colours_are_escape_codes_around_the_same_text()
    {
        var coloured = new TextReport(colours: true).Write(SampleReport.Full);
        Assert.Contains("\e[", coloured);
        Assert.Equal(new TextReport(colours: false).Write(SampleReport.Full), System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9;]*m", ""));
    }
}
