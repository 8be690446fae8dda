namespace DistPatterns.Cli.Init;

/// <summary>A file that <c>init</c> would write.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Text">What is written, or added at the end of a file that is there.</param>
/// <param name="Hint">What is left to the user; empty if nothing.</param>
internal sealed record PlannedFile(string Path, string Text, string Hint = "")
{
    /// <summary>Whether the file is there already, and the text comes after what it has.</summary>
    public bool Appends { get; init; }

    /// <exception cref="CheckException">The file cannot be written.</exception>
    public void Write()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            if (Appends)
                File.AppendAllText(Path, (File.ReadAllText(Path) is [.., not '\n'] ? "\n\n" : "\n") + Text);
            else
                File.WriteAllText(Path, Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"'{Path}' cannot be written: {e.Message}", "make it writable, or write it by hand as shown");
        }
    }
}
