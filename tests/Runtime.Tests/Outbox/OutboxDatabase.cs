using System.Data.Common;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Outbox;

/// <summary>A database with the tables of the outbox, of either engine, and the services of a program that uses it.</summary>
internal sealed class OutboxDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;
    private readonly ServiceProvider _services;

    private OutboxDatabase(IAsyncDisposable database, DbDataSource source, Action<DistPatternsBuilder> use, Action<OutboxOptions>? configure)
    {
        (_database, Source, Use) = (database, source, use);
        _services = new ServiceCollection().AddDistPatterns(p =>
        {
            use(p);
            p.AddOutbox(configure).AddMessage<OrderPlaced>("orders");
        }).BuildServiceProvider();
    }

    public DbDataSource Source { get; }

    /// <summary>Tells a program of this database.</summary>
    public Action<DistPatternsBuilder> Use { get; }

    public IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    public IOutboxQueue Queue => _services.GetRequiredService<IOutboxQueue>();

    public IParkedMessages Parked => _services.GetRequiredService<IParkedMessages>();

    public IServiceProvider Services => _services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<OutboxDatabase> CreateAsync(Engine engine, Action<OutboxOptions>? configure = null, int buckets = 16)
    {
        if (engine == Engine.Postgres)
        {
            var postgres = await PostgresDatabase.CreateAsync();
            await PostgresOutbox.Schema(buckets).CreateAsync(postgres.Source, Cancel);
            return new(postgres, postgres.Source, p => p.UsePostgres(postgres.ConnectionString), configure);
        }

        var sqlite = new SqliteDatabase();
        await SqliteOutbox.Schema(buckets).CreateAsync(sqlite.Source, Cancel);
        return new(sqlite, sqlite.Source, p => p.UseSqlite(sqlite.ConnectionString), configure);
    }

    /// <summary>Commits messages in one transaction.</summary>
    public async Task CommitAsync(params Envelope[] envelopes)
    {
        await using var connection = await Source.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await Outbox.AppendAsync(transaction, envelopes, Cancel);
        await transaction.CommitAsync(Cancel);
    }

    /// <summary>What may be sent now, of all buckets.</summary>
    public async Task<IReadOnlyList<QueuedMessage>> ReadAsync(int perBucket = 100) => await Queue.ReadAsync([.. Enumerable.Range(0, 16)], perBucket, Cancel);

    /// <summary>The bodies of what may be sent now.</summary>
    public async Task<string[]> BodiesAsync() => [.. (await ReadAsync()).Where(m => !m.IsHeld).Select(m => Messages.Text(m.Envelope))];

    /// <summary>Holds back what is read and must wait for a parked message of its key, as the holder of all buckets.</summary>
    public async Task HoldBackAsync(Guid owner)
    {
        var leases = await HoldAllAsync(owner);
        foreach (var bucket in (await ReadAsync(1000)).Where(m => m.IsHeld).GroupBy(m => m.Bucket))
        {
            Assert.True(await Queue.HoldBackAsync(owner, leases[bucket.Key], away: null, [.. bucket.Select(m => m.Sequence)], Cancel));
        }
    }

    /// <summary>Holds all buckets.</summary>
    public async Task<Dictionary<int, BucketLease>> HoldAllAsync(Guid owner) =>
        (await Queue.HoldAsync(owner, TimeSpan.FromMinutes(1), [], Cancel)).Leases.ToDictionary(l => l.Bucket);

    /// <summary>Looks again and again, until there are so many.</summary>
    public async Task UntilAsync(string table, Func<long, bool> isSo)
    {
        while (!isSo(await CountAsync(table)))
        {
            await Task.Delay(5, Cancel);
        }
    }

    public async Task<long> CountAsync(string table) => Convert.ToInt64(await Source.QueryAsync($"select count(*) from {table}"));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
