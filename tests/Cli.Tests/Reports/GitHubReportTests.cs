using DistPatterns.Cli.Reports;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Reports;

public sealed class GitHubReportTests
{
    [Fact]
    public void Commands_are_escaped_and_name_files_from_the_repository() => Assert.Equal(
        """
        ::warning file=src/Shop/Orders.cs,line=42,endLine=42,col=7,endColumn=11,title=DP2001::saves, then publishes: 100%25 lost if it dies%0ACheckout → Orders.Place → IBus.Publish%0Ahttps://example.org/DP2001.md
        ::notice file=src/Shop/Orders.cs,line=100,endLine=102,col=1,title=DP1007::retries without jitter
        ::error file=src/Stock/A%2CB.cs,line=1,endLine=1,col=1,endColumn=1,title=DP6001::locks for ever
        ::notice title=Not judged::2 calls to Acme.Bus could not be judged: the code does not bind
        ::notice title=Not judged::1 call to Acme.Json could not be judged: the code does not bind
        ::notice title=distpatterns::Two solutions were taken together.
        ::error title=Checked in part::Stock: CallAnalyzer crashed
        ::error title=Not checked::Till: does not compile: A.cs:1: CS0246 [x] is missing

        """,
        new GitHubReport().Write(SampleReport.Full));

    [Fact]
    public void A_baseline_is_one_notice() => Assert.Contains(
        "::notice title=Baseline::Baseline distpatterns.baseline.json: 1 known finding not shown; 1 fixed, which --update-baseline takes out:%0A  DP2001 Shop.Orders.Cancel (src/Shop/Orders.cs): bus.Publish(order)%0A",
        new GitHubReport().Write(SampleReport.Full with { Baseline = SampleReport.Baseline }));

    [Fact]
    public void Gaps_that_are_allowed_are_warnings() =>
        Assert.Contains("::warning title=Not checked::Till", new GitHubReport().Write(SampleReport.Full with { AllowIncomplete = true }));
}
