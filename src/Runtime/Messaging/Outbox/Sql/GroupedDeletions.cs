namespace DistPatterns.Outbox;

/// <summary>Removes the messages of many batches in one statement: those that come while it runs gather for the next.</summary>
/// <remarks>A batch is a commit else, and on a busy outbox batches are small: the disk would see two commits for each of the business.</remarks>
/// <param name="delete">Removes messages by their buckets and their places in them.</param>
internal sealed class GroupedDeletions(Func<IReadOnlyList<(int Bucket, long Sequence)>, CancellationToken, Task> delete)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private List<(int Bucket, long Sequence)>? _gathering;

    /// <summary>Removes messages of a bucket, with others.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="sequences">Their places in it.</param>
    /// <param name="cancellationToken">Ends the wait; of the first of a group also the statement, and then all of the group have failed.</param>
    public Task DeleteAsync(int bucket, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_gathering is null)
            {
                _gathering = [];
                _last = DeleteGroupAsync(_last, _gathering, cancellationToken);
            }

            _gathering.AddRange(sequences.Select(sequence => (bucket, sequence)));
            return _last.WaitAsync(cancellationToken);
        }
    }

    private async Task DeleteGroupAsync(Task before, List<(int Bucket, long Sequence)> group, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            _gathering = null;
        }

        await delete(group, cancellationToken).ConfigureAwait(false);
    }
}
