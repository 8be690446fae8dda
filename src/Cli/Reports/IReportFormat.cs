namespace DistPatterns.Cli.Reports;

/// <summary>One way to write a report down.</summary>
internal interface IReportFormat
{
    void Write(CheckReport report, TextWriter output);
}
