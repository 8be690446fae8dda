using DistPatterns.Cli.Reports;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public void Everything_is_in_one_object() => Assert.Equal(
        """
        {
          "version": "1.2.3",
          "findings": [
            {
              "rule": "DP2001",
              "severity": "warning",
              "project": "Shop",
              "file": "Shop/Orders.cs",
              "line": 42,
              "column": 7,
              "endLine": 42,
              "endColumn": 12,
              "message": "saves, then publishes: 100% lost if it dies",
              "chain": [
                "Checkout",
                "Orders.Place",
                "IBus.Publish"
              ],
              "also": [
                {
                  "role": "commit",
                  "file": "Shop/Orders.cs",
                  "line": 41,
                  "column": 8
                }
              ],
              "unbound": [
                {
                  "library": "Acme.Bus",
                  "file": "Shop/Orders.cs",
                  "line": 7,
                  "column": 9
                }
              ],
              "help": "https://example.org/DP2001.md"
            }
          ],
          "baseline": null,
          "since": null,
          "projects": [
            {
              "name": "Till",
              "path": "Till/Till.csproj",
              "checked": false,
              "state": "failed",
              "problems": [
                "does not compile: A.cs:1: CS0246 [x] is missing"
              ]
            }
          ],
          "remarks": [
            "Two solutions were taken together."
          ],
          "missingPackages": [
            {
              "name": "Acme.Bus",
              "version": "1.2.3",
              "used": null
            },
            {
              "name": "Acme.Json",
              "version": "2.0.0",
              "used": "2.0.1"
            }
          ],
          "calls": {
            "bound": 40,
            "byName": 3,
            "unknown": 3,
            "libraries": [
              {
                "name": "Acme.Bus",
                "unknown": 2
              },
              {
                "name": "Acme.Json",
                "unknown": 1
              }
            ],
            "places": null
          },
          "incomplete": true,
          "interrupted": false,
          "exitCode": 2,
          "seconds": 1.25
        }

        """,
        new JsonReport().Write(SampleReport.Full with { Findings = SampleReport.Full.Findings[..1], Projects = SampleReport.Full.Projects[2..] }));

    [Fact]
    public void A_baseline_and_a_revision_are_told()
    {
        var json = new JsonReport().Write(SampleReport.Full with { Baseline = SampleReport.Baseline, Since = new("origin/main", "0123456789abcdef", 7) });
        Assert.Contains(
            """
              "baseline": {
                "file": "../distpatterns.baseline.json",
                "known": 1,
                "fixed": [
                  {
                    "rule": "DP2001",
                    "file": "Shop/Orders.cs",
                    "symbol": "Shop.Orders.Cancel",
                    "text": "bus.Publish(order)"
                  }
                ],
                "unseen": 2,
                "added": null
              },
              "since": {
                "revision": "origin/main",
                "mergeBase": "0123456789abcdef",
                "elsewhere": 7
              },
            """, json);
    }

    [Fact]
    public void An_empty_report_has_empty_lists() => Assert.Contains("\"findings\": [],", new JsonReport().Write(SampleReport.Empty));
}
