using System.Diagnostics;

namespace DistPatterns.Cli.Tests.Testing;

/// <summary>Git in a temporary repository, free of the machine's own configuration.</summary>
internal static class TempGit
{
    private static readonly string[] Settings = ["user.name=Test", "user.email=test@example.org", "commit.gpgSign=false", "init.defaultBranch=main",
        "protocol.file.allow=always"];

    public static TempRepository Git(this TempRepository repository, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", [.. Settings.SelectMany(s => new[] { "-c", s }), .. arguments]) { WorkingDirectory = repository.Root,
            RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {said.Result}{error}");
        return repository;
    }

    /// <summary>Commits everything.</summary>
    public static TempRepository Commit(this TempRepository repository) => repository.Git("add", "--all").Git("commit", "--quiet", "--message", "a step");
}
