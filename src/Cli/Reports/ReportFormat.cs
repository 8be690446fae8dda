namespace DistPatterns.Cli.Reports;

/// <summary>The formats of --format.</summary>
internal enum ReportFormat
{
    Text,
    Json,
    Tsv,
    Sarif,
    GitHub,
}
