using System.Data.Common;
using DistPatterns.Storage;
using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>The outbox of a relational database as the dispatcher sees it.</summary>
internal abstract class SqlOutboxQueue : IOutboxQueue
{
    private readonly DbDataSource _source;
    private readonly StoreSchema _schema;
    private readonly OutboxDialect _dialect;
    private readonly OutboxOptions _options;
    private readonly OutboxStatements _sql;
    private readonly SqlBuckets _buckets;
    private readonly GroupedDeletions _deletions;
    private volatile bool _checked;

    /// <summary>The outbox in tables that are there.</summary>
    /// <param name="source">The database.</param>
    /// <param name="schema">Its tables.</param>
    /// <param name="dialect">Its words.</param>
    /// <param name="options">The options of the outbox.</param>
    protected SqlOutboxQueue(DbDataSource source, StoreSchema schema, OutboxDialect dialect, IOptions<OutboxOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_source, _schema, _dialect, _options) = (source, schema, dialect, options.Value);
        (_sql, _deletions) = (new(dialect), new(DeleteAsync));
        _buckets = new(_sql, dialect);
    }

    /// <inheritdoc/>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        await _schema.CheckAsync(_source, cancellationToken).ConfigureAwait(false);
        await RunAsync(async connection =>
        {
            await SqlOutbox.CheckBucketsAsync(connection, transaction: null, _options.Buckets, cancellationToken).ConfigureAwait(false);
            return _checked = true;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<BucketShare> HoldAsync(Guid owner, TimeSpan ttl, IReadOnlyList<int> giveBack, CancellationToken cancellationToken)
    {
        if (!_checked)
        {
            await CheckAsync(cancellationToken).ConfigureAwait(false);
        }

        return await CommitAsync(command => _buckets.HoldAsync(command, owner, ttl, giveBack, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(Guid owner, CancellationToken cancellationToken) =>
        await CommitAsync(command => _buckets.LeaveAsync(command, owner, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueuedMessage>> ReadAsync(IReadOnlyList<int> buckets, int perBucket, CancellationToken cancellationToken) =>
        RunAsync(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = _sql.Read;
            command.AddParameter("buckets", _dialect.Buckets(buckets));
            command.AddParameter("count", perBucket);
            return (IReadOnlyList<QueuedMessage>)await command.ReadAllAsync(OutboxRows.Read, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(int bucket, IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
        new(_deletions.DeleteAsync(bucket, sequences, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> PostponeAsync(Guid owner, BucketLease lease, IReadOnlyList<Redelivery> messages, CancellationToken cancellationToken) =>
        WhileHeldAsync(owner, lease, _sql.Postpone, messages, (command, message) =>
        {
            command.SetParameter("seq", message.Sequence);
            command.SetParameter("attempts", message.Attempts);
            command.SetParameter("delay", (long)message.Delay.TotalMilliseconds);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ParkAsync(Guid owner, BucketLease lease, IReadOnlyList<Poison> messages, CancellationToken cancellationToken) =>
        WhileHeldAsync(owner, lease, _sql.Park, messages, (command, message) =>
        {
            command.SetParameter("seq", message.Sequence);
            command.SetParameter("attempts", message.Attempts);
            command.SetParameter("error", message.Error);
            command.SetParameter("holds", message.HoldsKey);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> HoldBackAsync(Guid owner, BucketLease lease, string? away, IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
        WhileHeldAsync(owner, lease, async command =>
        {
            command.AddParameter("seqs", _dialect.Numbers(sequences));
            if (away is not null)
            {
                command.AddParameter("away", away);
            }

            var held = away is not null ? _sql.HoldByDestination : _options.Poison == PoisonPolicy.ParkKey ? _sql.ParkHeld : _sql.HoldByKey;
            await command.ExecuteAsync(held, cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HeldBack>> FindHeldBackAsync(IReadOnlyList<int> buckets, CancellationToken cancellationToken) =>
        RunAsync(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = _sql.HeldBack;
            command.AddParameter("buckets", _dialect.Buckets(buckets));
            return (IReadOnlyList<HeldBack>)await command
                .ReadAllAsync(row => new HeldBack(row.GetInt32(0), row.GetString(1)), cancellationToken)
                .ConfigureAwait(false);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Release?> ReleaseAsync(Guid owner, BucketLease lease, string away, int count, CancellationToken cancellationToken) =>
        WhileHeldAsync<Release?>(owner, lease, async command =>
        {
            command.AddParameter("away", away);
            command.AddParameter("count", count);
            command.CommandText = _sql.Release;
            var released = await command.ReadAllAsync(row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
            var last = released.Count == 0 ? 0 : released.Max();
            command.AddParameter("last", last);
            await command.ExecuteAsync(OutboxStatements.Released, cancellationToken).ConfigureAwait(false);
            return new(released.Count, last);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<OutboxDepth> MeasureAsync(CancellationToken cancellationToken) =>
        RunAsync(async connection =>
        {
            await using var command = connection.CreateCommand();
            var waiting = await command.CountAsync(_sql.Waiting, cancellationToken).ConfigureAwait(false);
            var oldest = await command.CountAsync(_sql.OldestAge, cancellationToken).ConfigureAwait(false);
            var parked = await command.CountAsync(OutboxStatements.Parked, cancellationToken).ConfigureAwait(false);
            return new OutboxDepth(waiting, TimeSpan.FromMilliseconds(Math.Max(0, oldest)), parked);
        }, cancellationToken);

    /// <summary>Works on a connection of the database.</summary>
    protected virtual async ValueTask<T> RunAsync<T>(Func<DbConnection, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await work(connection).ConfigureAwait(false);
    }

    private async Task DeleteAsync(IReadOnlyList<(int Bucket, long Sequence)> messages, CancellationToken cancellationToken) =>
        await RunAsync(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.AddParameter("buckets", _dialect.Buckets([.. messages.Select(m => m.Bucket)]));
            command.AddParameter("seqs", _dialect.Numbers([.. messages.Select(m => m.Sequence)]));
            return await command.ExecuteAsync(_dialect.DeleteEach, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);

    private ValueTask<bool> WhileHeldAsync<T>(
        Guid owner, BucketLease lease, string statement, IReadOnlyList<T> messages, Action<DbCommand, T> bind, CancellationToken cancellationToken) =>
        WhileHeldAsync(owner, lease, async command =>
        {
            foreach (var message in messages)
            {
                bind(command, message);
                await command.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }, cancellationToken);

    // the result's default where the lease is lost
    private ValueTask<T?> WhileHeldAsync<T>(Guid owner, BucketLease lease, Func<DbCommand, ValueTask<T>> work, CancellationToken cancellationToken) =>
        CommitAsync(
            async command => await _buckets.IsHeldAsync(command, owner, lease, cancellationToken).ConfigureAwait(false)
                ? await work(command).ConfigureAwait(false)
                : default,
            cancellationToken);

    private ValueTask<T> CommitAsync<T>(Func<DbCommand, ValueTask<T>> work, CancellationToken cancellationToken) =>
        RunAsync(connection => connection.CommitAsync(work, cancellationToken), cancellationToken);
}
