using System.Data.Common;
using System.Diagnostics;
using DistPatterns.EventSourcing;
using DistPatterns.Messaging;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Npgsql;

namespace DistPatterns.Runtime.Tests.EventSourcing;

public sealed record Counted(int Number);

/// <summary>An event store over a database of its own.</summary>
internal sealed class EventWorld : IAsyncDisposable
{
    private EventWorld(PatternDatabase database) => (Database, Store) = (database, StoreIn(database.Source));

    public PatternDatabase Database { get; }

    public IEventStore Store { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static EventWorld Over(PatternDatabase database) => new(database);

    public static async Task<EventWorld> CreateAsync(Engine engine) => new(await PatternDatabase.CreateAsync(engine));

    /// <summary>The store with statements that are wrong on purpose.</summary>
    public IEventStore Mutant(Func<EventStoreSql, EventStoreSql> mutate) => new SqlEventStore(Database.Source, mutate(PostgresEventStore.Sql), Codec, Serializer);

    public Task<AppendResult> AppendAsync(string stream, long expected, params int[] numbers) => Database.InTransactionAsync(t => AppendAsync(Store, t, stream, expected, numbers));

    public static ValueTask<AppendResult> AppendAsync(IEventStore store, DbTransaction transaction, string stream, long expected, params int[] numbers) =>
        store.AppendAsync(transaction, stream, expected, [.. numbers.Select(n => new Counted(n))], Cancel);

    /// <summary>What a reader sees that reads on from where it was.</summary>
    public static async Task<(string Text, Position Position)> ReadOnAsync(IEventStore store, Position after)
    {
        var events = await store.ReadAllAsync(after, 100, Cancel);
        return (string.Join(' ', events.Select(e => $"{e.Stream}{e.Version}")), events.Count == 0 ? after : events[^1].Position);
    }

    /// <summary>
    /// The same, once it sees so many: other tests' transactions on the server hold up readers too, for a moment. After half a minute, what it sees.
    /// </summary>
    public static async Task<(string Text, Position Position)> ReadOnAsync(IEventStore store, Position after, int count)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await ReadOnAsync(store, after);
            if (seen.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= count || Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(30))
            {
                return seen;
            }
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static JsonMessageSerializer Serializer { get; } = new();

    private static MessageCodec Codec { get; } = new(new MessageTypes().Add<Counted>(), Serializer, TimeProvider.System);

    private static IEventStore StoreIn(DbDataSource source) =>
        source is NpgsqlDataSource postgres ? new PostgresEventStore(postgres, Codec, Serializer) : new SqliteEventStore(source, Codec, Serializer);
}
