namespace DistPatterns.Catalog;

/// <summary>The words of an identifier or a key: <c>_shardCounts</c> is "shard" and "count", and so is <c>shard:counts</c>.</summary>
internal static class Words
{
    /// <summary>Whether one of the words is among these, in the singular or the plural.</summary>
    public static bool Any(string identifier, ICollection<string> words) => Of(identifier).Any(words.Contains);

    public static IEnumerable<string> Of(string identifier)
    {
        var start = 0;
        for (var i = 1; i <= identifier.Length; i++)
        {
            var ends = i == identifier.Length || !char.IsLetterOrDigit(identifier[i])
                || (char.IsUpper(identifier[i]) && (!char.IsUpper(identifier[i - 1]) || (i + 1 < identifier.Length && char.IsLower(identifier[i + 1]))));
            if (!ends)
                continue;
            while (start < i && !char.IsLetterOrDigit(identifier[start]))
                start++;
            var word = identifier.Substring(start, i - start).ToLowerInvariant();
            start = i;
            if (word.Length > 0)
                yield return Singular(word);
        }
    }

    private static string Singular(string word) =>
        word.Length > 3 && word[word.Length - 1] == 's' && word[word.Length - 2] != 's'
            ? word.Substring(0, word.Length - 1)
            : word;
}
