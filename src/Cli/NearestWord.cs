namespace DistPatterns.Cli;

/// <summary>Finds what a user may have meant by a word that is none.</summary>
internal static class NearestWord
{
    private const int MostTypos = 3;

    /// <summary>The candidate that fewest typing errors lead to; null where none is near.</summary>
    public static string? To(string word, IEnumerable<string> candidates) =>
        candidates.Select(c => (Word: c, Distance: Distance(word.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Distance <= MostTypos && c.Distance < c.Word.TrimStart('-').Length)
            .OrderBy(c => c.Distance).ThenBy(c => c.Word, StringComparer.Ordinal).Select(c => c.Word).FirstOrDefault();

    /// <summary>Levenshtein's distance: letters to put in, take out or exchange.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
