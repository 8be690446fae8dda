using System.Text.Json;
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
                  "executionSuccessful": false,
                  "exitCode": 3,
                  "toolExecutionNotifications": [
                    {
                      "level": "error",
                      "message": {
                        "text": "Stock: CallAnalyzer crashed"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "src/Stock/Stock.csproj",
                              "uriBaseId": "SRCROOT"
                            }
                          }
                        }
                      ]
                    },
                    {
                      "level": "note",
                      "message": {
                        "text": "Two solutions were taken together."
                      }
                    },
                    {
                      "level": "warning",
                      "message": {
                        "text": "2 calls to Acme.Bus could not be judged: the code does not bind"
                      }
                    },
                    {
                      "level": "warning",
                      "message": {
                        "text": "1 call to Acme.Json could not be judged: the code does not bind"
                      }
                    },
                    {
                      "level": "error",
                      "message": {
                        "text": "Incomplete: Stock was checked in part, so the exit code is 3; --allow-incomplete accepts that."
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
                  "partialFingerprints": {
                    "distpatterns/v1": "5aa8e6c0f5d2ea1e9b6460e2bfa18a46da5fdf4323f69e9cb35366d3a97c3ab0"
                  },
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
                      },
                      "message": {
                        "text": "commit"
                      }
                    }
                  ],
                  "codeFlows": [
                    {
                      "threadFlows": [
                        {
                          "locations": [
                            {
                              "location": {
                                "physicalLocation": {
                                  "artifactLocation": {
                                    "uri": "src/Shop/Orders.cs",
                                    "uriBaseId": "SRCROOT"
                                  },
                                  "region": {
                                    "startLine": 42,
                                    "startColumn": 7
                                  }
                                },
                                "message": {
                                  "text": "Orders.Place"
                                }
                              }
                            },
                            {
                              "location": {
                                "physicalLocation": {
                                  "artifactLocation": {
                                    "uri": "src/Shop/Bus.cs",
                                    "uriBaseId": "SRCROOT"
                                  },
                                  "region": {
                                    "startLine": 5,
                                    "startColumn": 3
                                  }
                                },
                                "message": {
                                  "text": "IBus.Publish"
                                }
                              }
                            }
                          ]
                        }
                      ]
                    }
                  ],
                  "ruleIndex": 0
                }
              ]
            }
          ]
        }

        """,
        new SarifReport().Write(SampleReport.Full with { Findings = SampleReport.Full.Findings[..1], Rules = SampleReport.Full.Rules[1..2],
            Projects = SampleReport.Full.Projects[..2] }));

    [Fact]
    public void Information_is_a_note_and_names_are_escaped()
    {
        var sarif = new SarifReport().Write(SampleReport.Full);
        Assert.Contains("\"level\": \"note\"", sarif);
        Assert.Contains("\"uri\": \"src/Stock/A%2CB.cs\"", sarif);
    }

    [Fact]
    public void Beside_a_baseline_each_result_has_its_state()
    {
        var results = JsonDocument.Parse(new SarifReport()
            .Write(SampleReport.Full with { Baseline = SampleReport.Baseline })).RootElement.GetProperty("runs")[0].GetProperty("results")
            .EnumerateArray().ToList();
        Assert.Equal(["new", "new", "new", "unchanged", "absent"], results.Select(r => r.GetProperty("baselineState").GetString()));
        Assert.Equal("src/Shop/Orders.cs", results[4].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation")
            .GetProperty("uri").GetString());
        Assert.Equal("fixed: bus.Publish(order)", results[4].GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public void An_interrupted_run_was_not_successful()
    {
        var invocation = JsonDocument.Parse(new SarifReport()
            .Write(SampleReport.Full with { Interrupted = true, Verbose = true })).RootElement.GetProperty("runs")[0].GetProperty("invocations")[0];
        Assert.Equal((false, 130, "SIGINT"),
            (invocation.GetProperty("executionSuccessful").GetBoolean(), invocation.GetProperty("exitCode").GetInt32(),
            invocation.GetProperty("exitSignalName").GetString()));
    }
}
