namespace DistPatterns.Cli.Loading;

/// <summary>Paths that solutions and projects name. On Windows the case of letters does not matter, and many were never read elsewhere.</summary>
internal static class DiskPath
{
    /// <summary>The full path of a file or folder as the disk spells it; where there is none, or several in no better a case, as it was written.</summary>
    /// <param name="folder">What the path is relative to.</param>
    /// <param name="path">As a solution or project writes it, with slashes of either kind.</param>
    public static string Of(string folder, string path) => Spelled(Path.GetFullPath(Path.Combine(folder, path.Replace('\\', Path.DirectorySeparatorChar))));

    private static string Spelled(string path)
    {
        if (Path.Exists(path) || Path.GetDirectoryName(path) is not { } parent)
            return path;
        var (folder, name) = (Spelled(parent), Path.GetFileName(path));
        if (!Directory.Exists(folder))
            return path;
        var alike = Directory.EnumerateFileSystemEntries(folder, "*")
            .Where(e => Path.GetFileName(e).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Take(2)
            .ToList();
        return alike.Count == 1 ? alike[0] : path;
    }
}
