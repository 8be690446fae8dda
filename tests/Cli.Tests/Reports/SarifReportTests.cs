using DistPatterns.Cli.Reports;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Reports;

public sealed class SarifReportTests
{
    [Fact]
    public void A_run_names_its_rules_its_root_and_its_results() => Assert.Equal(
        """
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "distpatterns",
                  "semanticVersion": "1.2.3",
                  "informationUri": "https://github.com/distpatterns/DistPatterns",
                  "rules": [
                    {
                      "id": "DP2001",
                      "shortDescription": {
                        "text": "Dual write"
                      },
                      "defaultConfiguration": {
                        "level": "warning",
                        "enabled": true
                      },
                      "properties": {
                        "category": "Transactions"
                      },
                      "fullDescription": {
                        "text": "Two systems, no transaction."
                      },
                      "helpUri": "https://example.org/DP2001.md"
                    }
                  ]
                }
              },
              "columnKind": "utf16CodeUnits",
              "originalUriBaseIds": {
                "SRCROOT": {
                  "uri": "file:///repo/"
                }
              },
              "invocations": [
                {
                  "executionSuccessful": true,
                  "toolExecutionNotifications": [
                    {
                      "level": "warning",
                      "message": {
                        "text": "Stock: CallAnalyzer crashed"
                      }
                    }
                  ]
                }
              ],
              "results": [
                {
                  "ruleId": "DP2001",
                  "level": "warning",
                  "message": {
                    "text": "saves, then publishes: 100% lost if it dies (Checkout → Orders.Place → IBus.Publish)"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "src/Shop/Orders.cs",
                          "uriBaseId": "SRCROOT"
                        },
                        "region": {
                          "startLine": 42,
                          "startColumn": 7,
                          "endLine": 42,
                          "endColumn": 12
                        }
                      }
                    }
                  ],
                  "relatedLocations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "src/Shop/Orders.cs",
                          "uriBaseId": "SRCROOT"
                        },
                        "region": {
                          "startLine": 41,
                          "startColumn": 8
                        }
                      }
                    }
                  ],
                  "ruleIndex": 0
                }
              ]
            }
          ]
        }

        """,
        new SarifReport().Write(SampleReport.Full with { Findings = SampleReport.Full.Findings[..1], Rules = SampleReport.Full.Rules[1..2], Projects = SampleReport.Full.Projects[..2] }));

    [Fact]
    public void Information_is_a_note_and_names_are_escaped()
    {
        var sarif = new SarifReport().Write(SampleReport.Full);
        Assert.Contains("\"level\": \"note\"", sarif);
        Assert.Contains("\"uri\": \"src/Stock/A%2CB.cs\"", sarif);
    }
}
