using DistPatterns.Outbox;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class GroupedDeletionsTests
{
    private readonly List<IReadOnlyList<(int Bucket, long Sequence)>> _groups = [];
    private readonly List<TaskCompletionSource> _ends = [.. Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource())];
    private readonly List<TaskCompletionSource> _begins = [.. Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource())];
    private readonly GroupedDeletions _deletions;

    public GroupedDeletionsTests() => _deletions = new(async (group, cancellationToken) =>
    {
        var number = _groups.Count;
        _groups.Add(group);
        _begins[number].SetResult();
        await _ends[number].Task.WaitAsync(cancellationToken);
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_comes_while_one_runs_is_one_statement()
    {
        var first = _deletions.DeleteAsync(1, [1, 2], Cancel);
        await _begins[0].Task.WaitAsync(Cancel);
        Task[] next = [_deletions.DeleteAsync(2, [3], Cancel), _deletions.DeleteAsync(3, [4], Cancel)];

        _ends[0].SetResult();
        await first;
        await _begins[1].Task.WaitAsync(Cancel);
        Assert.All(next, task => Assert.False(task.IsCompleted));
        _ends[1].SetResult();
        await Task.WhenAll(next);

        Assert.Equal([[(1, 1L), (1, 2L)], [(2, 3L), (3, 4L)]], _groups);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_that_fails_fails_for_all_of_it_and_the_next_goes_on()
    {
        var first = _deletions.DeleteAsync(1, [1], Cancel);
        await _begins[0].Task.WaitAsync(Cancel);
        Task[] next = [_deletions.DeleteAsync(2, [2], Cancel), _deletions.DeleteAsync(3, [3], Cancel)];

        _ends[0].SetException(new IOException("away"));
        _ends[1].SetException(new IOException("still away"));
        Assert.Equal("away", (await Assert.ThrowsAsync<IOException>(() => first)).Message);
        foreach (var task in next)
        {
            Assert.Equal("still away", (await Assert.ThrowsAsync<IOException>(() => task)).Message);
        }

        _ends[2].SetResult();
        await _deletions.DeleteAsync(1, [1], Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_is_waited_for_no_longer_keeps_nobody_waiting()
    {
        using var cancel = new CancellationTokenSource();
        var first = _deletions.DeleteAsync(1, [1], cancel.Token);
        await _begins[0].Task.WaitAsync(Cancel);
        var next = _deletions.DeleteAsync(2, [2], Cancel);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _ends[1].SetResult();
        await next;
    }
}
