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
            new("DP2001", DiagnosticSeverity.Warning, "Shop", "/repo/src/Shop/Orders.cs", 42, 7, 42, 12, "saves, then publishes: 100% lost if it dies", ["Checkout", "Orders.Place", "IBus.Publish"], Page,
                new(41, ["\tawait db.SaveAsync();", "\tawait Publish(order);"]))
            {
                Also = [new("/repo/src/Shop/Orders.cs", 41, 8)],
            },
            new("DP1007", DiagnosticSeverity.Info, "Shop", "/repo/src/Shop/Orders.cs", 100, 1, 102, 4, "retries without jitter", [], "",
                new(99, ["", "new Retry("])),
            new("DP6001", DiagnosticSeverity.Error, "Stock", "/repo/src/Stock/A,B.cs", 1, 1, 1, 1, "locks for ever", [], "", null),
        ],
        Projects =
        [
            new("Shop", "/repo/src/Shop/Shop.csproj", true, []),
            new("Stock", "/repo/src/Stock/Stock.csproj", true, ["CallAnalyzer crashed"]),
            new("Till", "/repo/src/Till/Till.csproj", false, ["does not compile: A.cs:1: CS0246 [x] is missing"]),
        ],
        Binding = new(40, 3, 2),
        MissingPackages = [new("Acme.Bus", "1.2.3", null), new("Acme.Json", "2.0.0", "2.0.1")],
    };

    public static CheckReport Empty => new()
    {
        Version = "1.2.3",
        Root = "/repo/src",
        ReaderRoot = "/repo",
        RepositoryRoot = "/repo",
        Findings = [],
        Projects = [new("Shop", "/repo/src/Shop/Shop.csproj", true, [])],
        MissingPackages = [],
        Binding = new(12, 0, 0),
        Rules =
        [
            new("DP1007", "Retry without jitter", "", "Resilience", DiagnosticSeverity.Info, true),
            new("DP2001", "Dual write", "", "Transactions", DiagnosticSeverity.Warning, true, "Two systems, no transaction.", Page),
            new("DP6001", "Lock never expires", "", "Coordination", DiagnosticSeverity.Error, true),
        ],
        Elapsed = TimeSpan.FromSeconds(1.25),
    };

    public static string Write(this IReportFormat format, CheckReport report)
    {
        var output = new StringWriter { NewLine = "\n" };
        format.Write(report, output);
        return output.ToString();
    }
}
