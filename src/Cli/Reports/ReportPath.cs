namespace DistPatterns.Cli.Reports;

/// <summary>How reports name files: relative, with forward slashes on every system.</summary>
internal static class ReportPath
{
    public static string From(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
