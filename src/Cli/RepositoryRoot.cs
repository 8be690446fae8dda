namespace DistPatterns.Cli;

/// <summary>The top of the repository that a folder lies in, found without asking git.</summary>
internal static class RepositoryRoot
{
    /// <summary>Full path of it; the folder itself, if it lies in none.</summary>
    public static string Of(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
            if (Path.Exists(Path.Combine(at, ".git"))) // a folder, or the file of a work tree
                return at;
        return folder;
    }
}
