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
        ::warning title=Not checked wholly::Stock: CallAnalyzer crashed
        ::warning title=Not checked::Till: does not compile: A.cs:1: CS0246 [x] is missing

        """,
        new GitHubReport().Write(SampleReport.Full));
}
