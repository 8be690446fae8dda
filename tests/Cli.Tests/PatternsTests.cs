using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests;

/// <summary>samples/Patterns: each sample shows what its page says, and none needs a server.</summary>
public sealed class PatternsTests
{
    private static readonly string[] Told =
    [
        "== resilience", "attempt 3, which has 5 s at most: OK", "a request whose caller waits no longer is not sent",
        "== breaker", "a call failed: the breaker is Open", "a call was refused, and the server left alone: the breaker is Open", "a call succeeded: the breaker is Closed",
        "== bulkhead", "the third call was rejected: The bulkhead is full and so is its queue.", "the fourth call was answered",
        "== budget", "100 calls to a server that is down: 120 attempts, where 400 were allowed without a budget",
        "== quorum", "written without a, read without b: 12A is Ada's", "b and c are away, and nothing was written: 1 of 2 replicas answered, and not enough others are left to ask.",
        "W 2 + R 1 ≤ N 3: a read may miss the last write. R must be at least 2, or AllowStale true.",
        "== crdt", "paris merges tokyo's: [lamp, table]", "tokyo merges paris's: [lamp, table]",
        "== partitioning", "a fifth node: 2096 of 10000 keys move, 2096 of them to it", "by hash % nodes it would be 7981",
        "== lease", "written under token 1", "a second holder waits", "written under token 2", "Writing 'invoices' was refused under token 1: a larger token has written since, or there is no such row.",
        "== election", "node 1 leads under token 1", "node 2 leads under token 2",
        "== caching", "the reader that began before the change gets 10", "whoever comes after gets 12",
        "== discovery", "1000 calls: 1 to b, which fails and is left out", "d takes its place: it is called, and 0 are left out",
        "== decide", "MongoDB keeps it with: linearizable",
    ];

    [Fact]
    public async Task Every_sample_shows_its_pattern()
    {
        var (exit, lines, errors) = await SampleProcess.RunAsync(Samples.Patterns);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(Told, lines.Intersect(Told));
    }

    [Fact]
    public async Task One_sample_runs_by_its_name()
    {
        var (exit, lines, _) = await SampleProcess.RunAsync(Samples.Patterns, "crdt");
        Assert.Equal(0, exit);
        Assert.Equal(["== crdt"], lines.Where(l => l.StartsWith("==", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unknown_name_is_told_which_there_are()
    {
        var (exit, lines, errors) = await SampleProcess.RunAsync(Samples.Patterns, "braker");
        Assert.Equal(2, exit);
        Assert.Empty(lines);
        Assert.StartsWith("There is no sample 'braker'. There are: resilience, breaker, bulkhead, ", errors, StringComparison.Ordinal);
    }
}
