namespace DistPatterns.Cli.Reports;

/// <summary>Names in a line, no more than a person reads.</summary>
internal static class Listing
{
    private const int Most = 20;

    public static string Of(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(Most)) + (all.Count > Most ? $", and {all.Count - Most} more (--format json lists all)" : "");
    }
}
