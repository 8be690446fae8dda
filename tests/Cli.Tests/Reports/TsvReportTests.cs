using DistPatterns.Cli.Reports;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Reports;

public sealed class TsvReportTests
{
    [Fact]
    public void One_line_a_finding_under_a_header() => Assert.Equal(
        """
        rule	severity	file	line	column	message	chain
        DP2001	warning	Shop/Orders.cs	42	7	saves, then publishes: 100% lost if it dies	Checkout → Orders.Place → IBus.Publish
        DP1007	info	Shop/Orders.cs	100	1	retries without jitter	
        DP6001	error	Stock/A,B.cs	1	1	locks for ever	

        """,
        new TsvReport().Write(SampleReport.Full));
}
