using DistPatterns.Cli.Baselines;
using static DistPatterns.Cli.Reports.Counting;

namespace DistPatterns.Cli.Reports;

/// <summary>What the baseline did, for people: how much it knew, what of it is fixed, and what was written.</summary>
internal static class BaselineText
{
    private const int MostFixed = 20;

    public static IEnumerable<string> Lines(BaselineReport baseline, Func<string, string> pathOf)
    {
        yield return Headline(baseline, pathOf(baseline.File));
        var folder = Path.GetDirectoryName(baseline.File)!;
        foreach (var entry in baseline.Fixed.Take(MostFixed))
            yield return $"  {entry.Rule} {(entry.Symbol.Length > 0 ? entry.Symbol + " " : "")}({pathOf(Path.Combine(folder, entry.File))}): {entry.Text}";
        if (baseline.Fixed.Length > MostFixed)
            yield return $"  and {Number(baseline.Fixed.Length - MostFixed)} more";
        if (baseline.Unseen.Length > 0)
            yield return $"  {Count(baseline.Unseen.Length, "entry", "entries")} of rules or files that this run did not check left as "
                + (baseline.Unseen.Length == 1 ? "it is." : "they are.");
    }

    private static string Headline(BaselineReport baseline, string file)
    {
        var gone = baseline.Fixed.Length;
        return baseline.Added is { } added
            ? $"Baseline {file} written: {Count(baseline.Known.Length, "finding")}, {Number(added)} added, {Number(gone)} taken out"
                + (gone == 0 ? "." : " that are fixed:")
            : $"Baseline {file}: {Count(baseline.Known.Length, "known finding")} not shown"
                + (gone == 0 ? "." : $"; {Number(gone)} fixed, which --update-baseline takes out:");
    }
}
