namespace DistPatterns.Cli.Changes;

/// <summary>The repository that a folder lies in, asked by the machine's own <c>git</c>.</summary>
internal sealed class GitRepository
{
    // its messages are read, and its index is left alone
    private static readonly Dictionary<string, string> InEnglish = new() { ["LC_ALL"] = "C", ["GIT_OPTIONAL_LOCKS"] = "0" };

    // whatever the user's configuration says of how a diff looks, this is what is read
    private static readonly string[] Plainly =
    [
        "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--find-renames", "--diff-filter=d",
        "--src-prefix=a/", "--dst-prefix=b/",
    ];

    private readonly string _folder;

    private GitRepository(string folder, string root) => (_folder, Root) = (folder, root);

    /// <summary>Full path of the work tree's top.</summary>
    public string Root { get; }

    /// <exception cref="CheckException">There is no git, or no repository.</exception>
    public static async Task<GitRepository> Of(string folder, CancellationToken cancel)
    {
        var answer = await Run(folder, cancel, "rev-parse", "--is-inside-work-tree", "--show-cdup");
        if (answer.ExitCode != 0 && !answer.Error.Contains("not a git repository", StringComparison.Ordinal))
            throw new CheckException($"git refuses '{folder}': {answer.Error.Trim()}", "do what git says, or leave --since out");
        if (answer.ExitCode != 0 || !answer.Output.StartsWith("true", StringComparison.Ordinal))
            throw new CheckException($"'{folder}' is not in the work tree of a git repository, and --since asks git what has changed",
                "pass a PATH in a clone, or leave --since out (--baseline works without git)");
        return new(folder, Path.GetFullPath(Path.Combine(folder, answer.Output.Split('\n')[1])));
    }

    /// <summary>The commit at which this work tree and <paramref name="revision"/> parted.</summary>
    /// <exception cref="CheckException">There is no such revision, or the two have no commit in common.</exception>
    public async Task<string> MergeBase(string revision, CancellationToken cancel)
    {
        await Commit(revision, $"'{revision}' is not a revision of the repository '{Root}'", cancel);
        await Commit("HEAD", $"the repository '{Root}' has no commit yet", cancel);
        var answer = await Run(_folder, cancel, "merge-base", revision, "HEAD");
        if (answer.ExitCode == 0)
            return answer.Output.Trim();
        var reach = await IsShallow(cancel) ? ", as far as this shallow clone reaches" : "";
        throw new CheckException($"'{revision}' and HEAD have no commit in common{reach}", await WayOut(cancel));
    }

    /// <summary>What the work tree has changed since a commit, whether it is committed or not, as a patch without context.</summary>
    public async Task<string> Diff(string commit, CancellationToken cancel) =>
        await Ask(cancel, ["-c", "core.quotePath=false", "diff", .. Plainly, commit, "--"]);

    /// <summary>Full paths of the files that git does not know yet and is not told to ignore.</summary>
    public async Task<IEnumerable<string>> Untracked(CancellationToken cancel) =>
        (await Ask(cancel, ["-C", Root, "ls-files", "--others", "--exclude-standard", "-z"])).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(f => Path.GetFullPath(Path.Combine(Root, f)));

    private async Task Commit(string revision, string problem, CancellationToken cancel)
    {
        var answer = await Run(_folder, cancel, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        if (answer.ExitCode != 0)
            throw new CheckException(problem, await WayOut(cancel));
    }

    private async Task<string> WayOut(CancellationToken cancel) => await IsShallow(cancel)
        ? "this clone is shallow: 'git fetch --unshallow origin', or fetch-depth: 0 of actions/checkout, brings the history"
        : "fetch the branch ('git fetch origin main'), and name it as git does, as in --since origin/main";

    private async Task<bool> IsShallow(CancellationToken cancel) =>
        (await Run(_folder, cancel, "rev-parse", "--is-shallow-repository")).Output.Trim() == "true";

    private async Task<string> Ask(CancellationToken cancel, params string[] arguments)
    {
        var answer = await Run(_folder, cancel, arguments);
        return answer.ExitCode == 0 ? answer.Output
            : throw new CheckException($"git does not say what has changed: {answer.Error.Trim()}", "mend what git says, or leave --since out");
    }

    private static Task<ProcessAnswer> Run(string folder, CancellationToken cancel, params string[] arguments) =>
        ChildProcess.Run("git", folder, arguments, InEnglish, cancel);
}
