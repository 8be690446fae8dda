using DistPatterns.Cli.Baselines;
using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Loading;
using DistPatterns.Cli.Reports;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Tests.Testing;

/// <summary>A fixed report with one of each thing that a format has to cope with.</summary>
internal static class SampleReport
{
    private const string Page = "https://example.org/DP2001.md";

    public static CheckReport Full => Empty with
    {
        Findings =
        [
            new("DP2001", DiagnosticSeverity.Warning, "Shop", "/repo/src/Shop/Orders.cs", 42, 7, 42, 12,
                "saves, then publishes: 100% lost if it dies", ["Checkout", "Orders.Place", "IBus.Publish"], Page,
                new(41, ["\tawait db.SaveAsync();", "\tawait Publish(order);"]))
            {
                Also = [new("/repo/src/Shop/Orders.cs", 41, 8) { Role = "commit" }],
                Unbound = [new("/repo/src/Shop/Orders.cs", 7, 9) { Role = "Acme.Bus" }],
                Steps = [new("/repo/src/Shop/Orders.cs", 42, 7), new("/repo/src/Shop/Bus.cs", 5, 3), new("/repo/src/Shop/Orders.cs", 41, 8)],
                Identity = new("Shop.Orders.Place", "Publish(order)"),
            },
            new("DP1007", DiagnosticSeverity.Info, "Shop", "/repo/src/Shop/Orders.cs", 100, 1, 102, 4, "retries without jitter", [], "",
                new(99, ["", "new Retry("])),
            new("DP6001", DiagnosticSeverity.Error, "Stock", "/repo/src/Stock/A,B.cs", 1, 1, 1, 1, "locks for ever", [], "", null),
        ],
        Projects =
        [
            new("Shop", "/repo/src/Shop/Shop.csproj", ProjectState.Checked, []),
            new("Stock", "/repo/src/Stock/Stock.csproj", ProjectState.Partly, ["CallAnalyzer crashed"]),
            new("Till", "/repo/src/Till/Till.csproj", ProjectState.Failed, ["does not compile: A.cs:1: CS0246 [x] is missing"]),
        ],
        Remarks = ["Two solutions were taken together."],
        Binding = new(40, 3, [new("Acme.Bus", "Publish", "/repo/src/Shop/Orders.cs", 7, 9),
            new("Acme.Bus", "Publish", "/repo/src/Shop/Orders.cs", 8, 9), new("Acme.Json", "Read", "/repo/src/Stock/A,B.cs", 3, 1)]),
        MissingPackages = [new("Acme.Bus", "1.2.3", null), new("Acme.Json", "2.0.0", "2.0.1")],
    };

    public static CheckReport Empty => new()
    {
        Version = "1.2.3",
        Root = "/repo/src",
        ReaderRoot = "/repo",
        RepositoryRoot = "/repo",
        Findings = [],
        Projects = [new("Shop", "/repo/src/Shop/Shop.csproj", ProjectState.Checked, [])],
        MissingPackages = [],
        Binding = new(12, 0, []),
        Rules =
        [
            new("DP1007", "Retry without jitter", "", "Resilience", DiagnosticSeverity.Info, true),
            new("DP2001", "Dual write", "", "Transactions", DiagnosticSeverity.Warning, true, "Two systems, no transaction.", Page),
            new("DP6001", "Lock never expires", "", "Coordination", DiagnosticSeverity.Error, true),
        ],
        Elapsed = TimeSpan.FromSeconds(1.25),
    };

    public static BaselineReport Baseline => new(
        "/repo/distpatterns.baseline.json",
        [new("DP1007", DiagnosticSeverity.Info, "Shop", "/repo/src/Shop/Known.cs", 3, 1, 3, 9, "retries without jitter", [], "",
            null) { Identity = new("Shop.Known.Call", "new Retry()") }],
        Full.Findings,
        [new() { Rule = "DP2001", File = "src/Shop/Orders.cs", Symbol = "Shop.Orders.Cancel", Text = "bus.Publish(order)" }],
        [Entry("DP1001"), Entry("DP1013")],
        Added: null);

    private static BaselineEntry Entry(string rule) => new() { Rule = rule, File = "src/Other/A.cs", Symbol = "Other.A", Text = "new A()" };

    public static string Write(this IReportFormat format, CheckReport report)
    {
        var output = new StringWriter { NewLine = "\n" };
        format.Write(report, output);
        return output.ToString();
    }
}
