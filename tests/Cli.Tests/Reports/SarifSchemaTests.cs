using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Reports;
using DistPatterns.Cli.Tests.Testing;
using NJsonSchema;

namespace DistPatterns.Cli.Tests.Reports;

/// <summary>What viewers and servers of SARIF accept, by the schema of the standard.</summary>
public sealed class SarifSchemaTests
{
    [Fact]
    public async Task A_report_of_every_kind_is_valid_SARIF()
    {
        CheckReport[] reports =
        [
            SampleReport.Empty,
            SampleReport.Full,
            SampleReport.Full with { Verbose = true },
            SampleReport.Full with { Interrupted = true },
            SampleReport.Full with { Baseline = SampleReport.Baseline },
        ];
        var schema = await Schema();
        Assert.Equal([], reports.SelectMany(r => schema.Validate(new SarifReport().Write(r))).Select(e => e.ToString()));
    }

    [Fact]
    public async Task The_schema_refuses_what_is_no_SARIF() =>
        Assert.NotEmpty((await Schema()).Validate(new SarifReport().Write(SampleReport.Full).Replace("\"level\": \"note\"", "\"level\": \"hint\"", StringComparison.Ordinal)));

    [Fact]
    public async Task A_real_check_writes_valid_SARIF()
    {
        var sarif = await ToolRun.Of("check", Samples.Shop, "--no-build", "--offline", "--format", "sarif");
        Assert.Equal([], (await Schema()).Validate(sarif.Output).Select(e => e.ToString()));
    }

    private static async Task<JsonSchema> Schema()
    {
        using var file = new StreamReader(typeof(SarifSchemaTests).Assembly.GetManifestResourceStream("sarif-schema-2.1.0.json")!);
        return await JsonSchema.FromJsonAsync(await file.ReadToEndAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }
}
