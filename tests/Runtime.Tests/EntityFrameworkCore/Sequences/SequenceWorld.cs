using System.Data.Common;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore.Sequences;

/// <summary>How the contexts of a sequence are configured.</summary>
/// <param name="IsWatched">Whether another interceptor sees each commit coming, and can lose it.</param>
/// <param name="Retries">Whether an execution strategy runs again what was lost.</param>
/// <param name="IsPooled">Whether the contexts go back to a pool.</param>
internal readonly record struct SequenceSetting(bool IsWatched, bool Retries, bool IsPooled);

/// <summary>A database with orders and the real outbox, and one connection to it that all contexts share.</summary>
internal sealed class SequenceWorld : IAsyncDisposable
{
    public static readonly Guid TakenId = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private readonly IAsyncDisposable _database;
    private readonly Dictionary<SequenceSetting, ServiceProvider> _services = [];
    private readonly bool _isPostgres;

    private SequenceWorld(IAsyncDisposable database, DbConnection connection, IOutbox outbox) =>
        (_database, Connection, Faults, _isPostgres) = (database, connection, new(outbox), outbox is PostgresOutbox);

    public DbConnection Connection { get; }

    public SequenceFaults Faults { get; }

    public static async Task<SequenceWorld> OpenAsync(string database)
    {
        var cancel = TestContext.Current.CancellationToken;
        var options = Options.Create(new OutboxOptions());
        SequenceWorld world;
        if (database == "PostgreSQL")
        {
            var postgres = await PostgresDatabase.CreateAsync();
            await PostgresOutbox.Schema().CreateAsync(postgres.Source, cancel);
            world = new(postgres, await postgres.Source.OpenConnectionAsync(cancel), new PostgresOutbox(new(), options));
        }
        else
        {
            var sqlite = new SqliteDatabase();
            await SqliteOutbox.Schema().CreateAsync(sqlite.Source, cancel);
            world = new(sqlite, await sqlite.Source.OpenConnectionAsync(cancel), new SqliteOutbox(new(), options));
            await world.ExecuteAsync("pragma synchronous = off; pragma journal_mode = memory");
        }

        await world.ExecuteAsync("""
            create table "Order" ("Id" uuid primary key, "Status" text not null);
            create table "Account" ("Id" integer primary key, "Version" integer not null, "Note" text not null);
            insert into "Account" values (1, 1, '')
            """);
        return world;
    }

    public IServiceScope NewScope(SequenceSetting setting)
    {
        if (!_services.TryGetValue(setting, out var services))
        {
            _services.Add(setting, services = Build(setting));
        }

        return services.CreateScope();
    }

    /// <summary>Leaves the tables as a sequence finds them.</summary>
    public Task ClearAsync() => ExecuteAsync($"""delete from dp_outbox; delete from "Order"; insert into "Order" values ('{TakenId.ToString().ToUpperInvariant()}', 'new')""");

    /// <summary>The orders and messages that are committed.</summary>
    public async Task<HashSet<Item>> ReadAsync()
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = """select "Id", 0 from "Order" union all select id, 1 from dp_outbox""";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        HashSet<Item> found = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            found.Add(new(reader.GetGuid(0), reader.GetInt32(1) == 1));
        }

        found.Remove(new(TakenId, IsMessage: false));
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services.Values)
        {
            await services.DisposeAsync();
        }

        await Connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ServiceProvider Build(SequenceSetting setting)
    {
        var services = new ServiceCollection().AddSingleton<IOutbox>(Faults).AddSingleton<OutboxSignal>();
        services.AddDistPatterns(d => d.AddMessage<OrderPlaced>().UseEntityFrameworkCore<SequenceDb>());
        _ = setting.IsPooled ? services.AddDbContextPool<SequenceDb>(Configure) : services.AddDbContext<SequenceDb>(Configure);
        return services.BuildServiceProvider();

        void Configure(DbContextOptionsBuilder options)
        {
            _ = _isPostgres
                ? options.UseNpgsql(Connection, n => _ = setting.Retries ? n.ExecutionStrategy(d => new RetryLost(d)) : n)
                : options.UseSqlite(Connection, s => _ = setting.Retries ? s.ExecutionStrategy(d => new RetryLost(d)) : s);
            options.AddInterceptors(Faults);
            if (setting.IsWatched)
            {
                options.AddInterceptors(Faults.Commits);
            }
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
