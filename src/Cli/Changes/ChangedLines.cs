using DistPatterns.Cli.Checking;

namespace DistPatterns.Cli.Changes;

/// <summary>The lines that have changed since a revision.</summary>
/// <param name="mergeBase">The commit that they have changed since.</param>
/// <param name="lines">Ranges of lines by the file's full path.</param>
internal sealed class ChangedLines(string mergeBase, ILookup<string, LineRange> lines)
{
    private static readonly LineRange WholeFile = new(1, int.MaxValue);

    public string MergeBase { get; } = mergeBase;

    /// <summary>Since the work tree of <paramref name="folder"/> and a revision parted: what a pull request into it would change.</summary>
    /// <exception cref="CheckException">Git is missing, or does not know the folder or the revision.</exception>
    public static async Task<ChangedLines> Since(string revision, string folder, CancellationToken cancel)
    {
        var repository = await GitRepository.Of(folder, cancel);
        var mergeBase = await repository.MergeBase(revision, cancel);
        var changed = Patch.Read(await repository.Diff(mergeBase, cancel))
            .Select(c => (Path: Path.GetFullPath(Path.Combine(repository.Root, c.File)), c.Lines));
        var added = (await repository.Untracked(cancel)).Select(f => (Path: f, Lines: WholeFile));
        return new(mergeBase, changed.Concat(added).ToLookup(c => c.Path, c => c.Lines));
    }

    /// <summary>Whether any place of the finding lies in a changed line: its own, another that takes part, or a call of its chain.</summary>
    public bool Touch(Finding finding) =>
        Touch(finding.File, new(finding.Line, finding.EndLine)) || finding.Also.Concat(finding.Steps).Any(p => Touch(p.File, new(p.Line, p.Line)));

    private bool Touch(string file, LineRange place) => lines[file].Any(l => l.Overlaps(place));
}

/// <summary>Lines from 1, both ends included.</summary>
internal readonly record struct LineRange(int First, int Last)
{
    public bool Overlaps(LineRange other) => First <= other.Last && other.First <= Last;
}
